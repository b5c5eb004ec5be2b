using System.Collections.Immutable;
using Decentral.Models.Arenas;
using Decentral.Models.Decoders;
using Decentral.Training.Composition;
using Decentral.Training.Jobs;
using Decentral.Training.Protocol;

namespace Decentral.Training.Estimates;

/// <summary>
/// The memory that a job takes at its peak, by what it is for. Left out are the activations of a step, which the model's shape and the
/// batch set, and what the program and libtorch take by themselves.
/// </summary>
public sealed class MemoryEstimate
{
    private readonly Job _job;
    private readonly JobComposition _composition;
    private readonly ArenaLayout _layout;
    private readonly ImmutableArray<int> _fragments;
    private readonly CodecStages _up;
    private readonly CodecStages _down;

    /// <param name="job">A valid job.</param>
    /// <param name="data">What its data hold.</param>
    public MemoryEstimate(Job job, DataFacts data)
    {
        _job = job;
        _composition = new JobComposition(job, data);
        _layout = DecoderParameters.LayOut(_composition.Decoder());
        _fragments = [.. _composition.FragmentsOf(_layout).Select(fragment => checked((int)fragment.ElementCount))];
        (_up, _down) = (_composition.Up(), _composition.Down());
        Worker = [.. (job.Pipeline.Stages > 0 ? OfModel() : OfWorker()).Where(line => line.Bytes > 0)];
        Shards = job.Update.Kind == UpdateKind.None ? [] : [.. OfShards().Where(line => line.Bytes > 0)];
    }

    /// <summary>Of one worker; where it is a pipeline, of all its stages together, without what they keep of each other.</summary>
    public ImmutableArray<MemoryLine> Worker { get; }

    /// <summary>Of the parameter shards together: one collects a round at a time, or all where members take fragments by turns of their own; the others keep what they published last.</summary>
    public ImmutableArray<MemoryLine> Shards { get; }

    private bool SendsGradients => _job.Update.IsOfOneStep;

    /// <summary>Values a parameter that codecs keep back, or the velocity with them.</summary>
    private int ValuesOwed => !_up.KeepsBack ? 0 : _job.Update.Kind == UpdateKind.Velocity ? 2 : 1;

    private long AllValues => _layout.ElementCount * sizeof(float);

    private long BytesUp(int values) => _up.MostBytes(values);

    private long LargestFragment => _fragments.Max() * (long)sizeof(float);

    /// <summary>As whoever trains the model holds it.</summary>
    private IEnumerable<MemoryLine> OfModel()
    {
        yield return new("parameters", AllValues, IsOnDevice: true);
        yield return new("gradients", AllValues, IsOnDevice: true);
        yield return new("inner optimizer's moments", MomentValues * sizeof(float), IsOnDevice: true);
    }

    /// <summary>As the replicas and the worker around them hold it.</summary>
    private IEnumerable<MemoryLine> OfWorker()
    {
        var keepsAggregate = _composition.Schedule.Overlaps || _job.Sync.Fragments > 1 || _job.Sync.Mixing > 0;
        foreach (var line in OfModel())
        {
            yield return line;
        }

        yield return new("global parameters", SendsGradients ? 0 : AllValues);
        yield return new("parameters that training began from", _job.Sync.Asynchronous ? AllValues : 0);
        yield return new("outer optimizer's states", OuterStates * AllValues);
        yield return new("what the codec keeps back", ValuesOwed * AllValues);
        yield return new("the same before the last updates", ValuesOwed * AllValues);
        yield return new("values to send or to take up", AllValues);
        yield return new("parameters to mix", _job.Sync.Mixing > 0 ? LargestFragment : 0);
        yield return new("samples of a step", _job.TokensPerStep / _job.Model.Context * (_job.Model.Context + 1L) * sizeof(long));
        yield return new("values that are sent", _job.Update.Kind == UpdateKind.Velocity ? AllValues : 0);
        yield return new("parameters and variance to step with", _job.Update.Kind == UpdateKind.Momentum ? 2 * AllValues : 0);
        yield return new("updates under way", _composition.Schedule.IsInterleaved ? _fragments.Sum(BytesUp) : _fragments.Max(_up.MostBytes));
        yield return new("aggregate that arrives", _fragments.Max(_down.MostBytes));
        yield return new("aggregate for whoever lacks it", keepsAggregate ? _fragments.Max(_down.MostBytes) : 0);
        yield return new("snapshot while it is saved", SnapshotValues * AllValues);
    }

    /// <summary>
    /// As the reducer holds it: all contributions as they came, and their mean, for which they are decoded a few kilobytes at a time.
    /// </summary>
    private IEnumerable<MemoryLine> OfShards()
    {
        yield return new("contributions", _job.Workers * (_composition.Schedule.IsInterleaved ? _fragments.Sum(BytesUp) : _fragments.Max(BytesUp)));
        yield return new("their mean", LargestFragment);
        yield return new("aggregates", _fragments.Sum(values => (long)_down.MostBytes(values)) + _fragments.Max(_down.MostBytes));
        yield return new("what their codec keeps back", _down.KeepsBack ? (2 * AllValues) + LargestFragment : 0);
    }

    /// <summary>Values a parameter that the outer optimizer remembers.</summary>
    private int OuterStates => SendsGradients ? 0 : _composition.Outer()?.StateNames.Length ?? 0;

    private long MomentValues
    {
        get
        {
            var optimizer = _composition.Optimizer();
            return _layout.Entries.Sum(entry => OptimizerMoments.PerValue(optimizer, entry) * entry.Range.Length);
        }
    }

    /// <summary>
    /// Values a parameter of the worker that also saves what all hold alike. What lies in one piece of memory is copied once, what does
    /// not is copied twice.
    /// </summary>
    private int SnapshotValues
    {
        get
        {
            var owed = 2 * ValuesOwed;
            if (SendsGradients)
            {
                return 2 * (3 + owed);
            }

            if (_job.Sync.Asynchronous)
            {
                return (2 * (4 + owed)) + 1 + OuterStates;
            }

            var isAtVersion = _job.Sync.Fragments == 1 && _job.Sync.Mixing == 0 && !_composition.Schedule.Overlaps;
            return (2 * (2 + owed + (isAtVersion ? 0 : 1))) + 1 + OuterStates;
        }
    }
}
