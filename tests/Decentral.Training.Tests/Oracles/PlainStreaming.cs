using Decentral.Codecs.Feedback;
using Decentral.Models;
using Decentral.Models.Arenas;
using Decentral.Models.Data;
using Decentral.Models.Optimizers;
using Decentral.Models.Replicas;
using Decentral.Training.Tests.Faults;
using Decentral.Training.Tests.Fleet;

namespace Decentral.Training.Tests.Oracles;

/// <summary>
/// Algorithm 2 of Streaming DiLoCo (arXiv:2501.18512) as it stands there: all workers in one loop, with no actor or message. What
/// codecs keep back is added to the next update of that fragment, and to its next mean. The leases are those of a ledger.
/// </summary>
internal sealed class PlainStreaming : IDisposable
{
    private readonly FleetOptions _options;
    private readonly FleetParts _parts;
    private readonly IReplica[] _replicas;
    private readonly ArenaFragment[] _fragments;
    private readonly float[][] _global;
    private readonly Memory<float>[][] _outer;
    private readonly ITensorEncoder[][] _up;
    private readonly ITensorEncoder[] _down;
    private readonly long[] _steps;
    private readonly List<string> _digests = [];
    private (int Fragment, float[] Mean, double Rate)? _underWay;

    public PlainStreaming(FleetOptions options)
    {
        _options = options;
        _parts = new FleetParts(options);
        _replicas = [.. Enumerable.Range(0, options.Workers).Select(_ => _parts.MakeModel())];
        _fragments = [.. options.FragmentsOf(_replicas[0].Layout)];
        _global = [.. _fragments.Select(fragment => Read(_replicas[0], fragment))];
        _steps = new long[_fragments.Length];
        _outer = [.. _global.Select(StatesOf)];
        _up = [.. _replicas.Select(_ => _global.Select(values => TensorEncoders.For(options.Up, values.Length)).ToArray())];
        _down = [.. _global.Select(values => TensorEncoders.For(options.Down, values.Length))];
    }

    /// <summary>Of each round's mean.</summary>
    public IReadOnlyList<string> Digests => _digests;

    /// <summary>What the outer optimizer remembers, by its states, each fragment by fragment.</summary>
    public IEnumerable<(string Name, float[] Values)> OuterStates => _options.Outer!.StateNames.Select(
        (name, state) => (name, _outer.SelectMany(ofFragment => ofFragment[state].ToArray()).ToArray()));

    /// <summary>The shared parameters, fragment by fragment.</summary>
    public float[] Global => [.. _global.SelectMany(values => values)];

    public void Train(OpenedRound round)
    {
        var leases = round.Participants.Values.Select(lease => OpenedRound.SamplesOf(lease).ToArray()).ToArray();
        var steps = leases[0].Length / _options.SamplesPerStep;
        for (var step = 0; step < steps; step++)
        {
            if (step == _options.Schedule.OverlapIn(round.Round, steps))
            {
                Receive();
            }

            for (var worker = 0; worker < _replicas.Length; worker++)
            {
                var samples = leases[worker].AsSpan(step * _options.SamplesPerStep, _options.SamplesPerStep);
                var rate = _parts.LearningRate(round.TokensThrough(step, steps, _options.Context));
                _replicas[worker].TrainStep(BatchOf(samples), new StepSettings(rate, _options.Clip, 1));
            }
        }

        var (index, mean) = Send((int)((round.Round.Value - 1) % _fragments.Length));
        if (_options.Schedule.RestartsRounds)
        {
            foreach (var replica in _replicas)
            {
                replica.Write(ReplicaState.Parameters, _fragments[index], _global[index]);
            }
        }

        Receive();
        _underWay = (index, mean, _parts.LearningRate(round.TokensThrough(_options.Context)));
    }

    /// <summary>The last update arrives.</summary>
    public void Receive()
    {
        if (_underWay is not var (index, mean, rate))
        {
            return;
        }

        _underWay = null;
        _options.Outer!.Step(_global[index], mean, _outer[index], new OuterRound(_steps[index]++, rate));
        foreach (var replica in _replicas)
        {
            var local = Read(replica, _fragments[index]);
            var (kept, taken) = ((float)_options.Mixing, (float)(1 - _options.Mixing));
            replica.Write(
                ReplicaState.Parameters,
                _fragments[index],
                [.. local.Select((own, i) => _options.Mixing == 0 ? _global[index][i] : (kept * own) + (taken * _global[index][i]))]);
        }
    }

    public void Dispose()
    {
        foreach (var replica in _replicas)
        {
            replica.Dispose();
        }
    }

    private (int Fragment, float[] Mean) Send(int index)
    {
        var mean = new double[_global[index].Length];
        for (var worker = 0; worker < _replicas.Length; worker++)
        {
            var local = Read(_replicas[worker], _fragments[index]);
            var (update, _) = Encode(_up[worker][index], [.. local.Select((own, i) => _global[index][i] - own)]);
            for (var i = 0; i < mean.Length; i++)
            {
                mean[i] += update[i] / (double)_replicas.Length;
            }
        }

        var (aggregate, encoded) = Encode(_down[index], [.. mean.Select(value => (float)value)]);
        _digests.Add(ContentDigest.Of(encoded).ToString());
        return (index, aggregate);
    }

    /// <summary>Values as the other side reads them, and how they travelled.</summary>
    private static (float[] Arrived, byte[] Encoded) Encode(ITensorEncoder encoder, float[] values)
    {
        var (arrived, encoded) = (new float[values.Length], new byte[encoder.Format.EncodedLength(values.Length)]);
        encoder.Encode(values, encoded);
        Assert.True(encoder.Format.TryDecode(encoded, arrived));
        return (arrived, encoded);
    }

    private Memory<float>[] StatesOf(float[] values)
    {
        Memory<float>[] states = [.. _options.Outer!.StateNames.Select(_ => (Memory<float>)new float[values.Length])];
        _options.Outer.Initialize(states);
        return states;
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

    private static float[] Read(IReplica replica, ArenaFragment fragment)
    {
        var values = new float[(int)fragment.ElementCount];
        replica.Read(ReplicaState.Parameters, fragment, values);
        return values;
    }
}
