using Decentral.Codecs;
using Decentral.Models;
using Decentral.Models.Arenas;
using Decentral.Models.Data;
using Decentral.Models.Optimizers;
using Decentral.Models.Replicas;
using Decentral.Training.Coordination.Events;
using Decentral.Training.Jobs;
using Decentral.Training.Tests.Fleet;

namespace Decentral.Training.Tests.Faults;

/// <summary>
/// The training that a ledger tells of, done over in a plain loop: no actors, no messages, one replica. Exact where inner
/// moments do not outlast a step, or are shared as with gradients.
/// </summary>
internal sealed class PlainTraining : IDisposable
{
    private readonly FleetOptions _options;
    private readonly FleetParts _parts;
    private readonly IReplica _replica;
    private readonly ArenaFragment _whole;
    private readonly List<SharedState> _versions = [];

    public PlainTraining(FleetOptions options)
    {
        _options = options;
        _parts = new FleetParts(options);
        _replica = _parts.MakeModel();
        _whole = FragmentPartition.Whole(_replica.Layout);
        var length = (int)_whole.ElementCount;
        _versions.Add(new SharedState(Read(ReplicaState.Parameters), new float[length], new float[length]));
    }

    /// <summary>What all workers hold at a version.</summary>
    public SharedState this[long version] => _versions[(int)version];

    public int Versions => _versions.Count;

    public void RollBack(long version) => _versions.RemoveRange((int)version + 1, _versions.Count - (int)version - 1);

    /// <summary>Trains a round from the newest version.</summary>
    /// <returns>The digest of its aggregate.</returns>
    public string Train(OpenedRound round)
    {
        var updates = round.Participants.Values.Select(lease => TrainOne(round, lease)).ToArray();
        var mean = Mean(updates);
        Move(round, mean);
        var encoded = new byte[new Fp32Codec().EncodedLength(mean.Length)];
        new Fp32Codec().Encode(mean, encoded);
        return ContentDigest.Of(encoded).ToString();
    }

    public void Dispose() => _replica.Dispose();

    private (float[] Update, long Samples) TrainOne(OpenedRound round, LeasedTo lease)
    {
        Restore();
        var samples = OpenedRound.SamplesOf(lease).ToArray();
        var steps = samples.Length / _options.SamplesPerStep;
        for (var step = 0; step < steps; step++)
        {
            var batch = BatchOf(samples.AsSpan(step * _options.SamplesPerStep, _options.SamplesPerStep));
            if (_options.Update == UpdateKind.Gradient)
            {
                _replica.ComputeGradient(batch);
            }
            else
            {
                _replica.TrainStep(batch, new StepSettings(_parts.LearningRate(round.TokensThrough(step, steps, _options.Context)), _options.Clip, 1));
            }
        }

        return (UpdateNow(), samples.Length);
    }

    private float[] UpdateNow()
    {
        if (_options.Update == UpdateKind.Gradient)
        {
            return Read(ReplicaState.Gradient);
        }

        var parameters = Read(ReplicaState.Parameters);
        var global = _versions[^1].Parameters;
        return _options.Outer is null
            ? parameters
            : [.. parameters.Select((parameter, i) => global[i] - parameter)];
    }

    private static float[] Mean((float[] Update, long Samples)[] updates)
    {
        var mean = new float[updates[0].Update.Length];
        var total = (double)updates.Sum(update => update.Samples);
        for (var i = 0; i < mean.Length; i++)
        {
            var sum = -0.0;
            foreach (var (update, samples) in updates)
            {
                sum += (double)samples * update[i];
            }

            mean[i] = (float)(sum / total);
        }

        return mean;
    }

    private void Move(OpenedRound round, float[] mean)
    {
        if (_options.Update == UpdateKind.Gradient)
        {
            Restore();
            _replica.Write(ReplicaState.Gradient, _whole, mean);
            _replica.ApplyGradient(_parts.LearningRate(round.TokensThrough(_options.Context)), _options.Clip);
            _versions.Add(new SharedState(
                Read(ReplicaState.Parameters), Read(ReplicaState.FirstMoment), Read(ReplicaState.SecondMoment)));
            return;
        }

        var (parameters, momentum, _) = _versions[^1];
        var (moved, velocity) = (parameters.ToArray(), momentum.ToArray());
        if (_options.Outer is { } outer)
        {
            var step = new OuterRound(_versions.Count - 1, _parts.LearningRate(round.TokensThrough(_options.Context)));
            outer.Step(moved, mean, outer.StateNames.IsEmpty ? [] : [velocity], step);
        }

        _versions.Add(new SharedState(_options.Outer is null ? mean : moved, velocity, []));
    }

    /// <summary>Puts the replica where the newest version is.</summary>
    private void Restore()
    {
        var (parameters, first, second) = _versions[^1];
        _replica.Write(ReplicaState.Parameters, _whole, parameters);
        if (_options.Update == UpdateKind.Gradient)
        {
            _replica.Write(ReplicaState.FirstMoment, _whole, first);
            _replica.Write(ReplicaState.SecondMoment, _whole, second);
            _replica.OptimizerSteps = _versions.Count - 1;
        }
    }

    private TokenBatch BatchOf(ReadOnlySpan<long> samples)
    {
        var length = _options.Context + 1;
        var windows = new long[samples.Length * length];
        for (var i = 0; i < samples.Length; i++)
        {
            _parts.FillTraining(new SampleRange(samples[i], 1), windows.AsSpan(i * length, length));
        }

        return new TokenBatch(windows, samples.Length);
    }

    private float[] Read(ReplicaState state)
    {
        var values = new float[(int)_whole.ElementCount];
        _replica.Read(state, _whole, values);
        return values;
    }
}
