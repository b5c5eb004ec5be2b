using System.Collections.Immutable;
using Decentral.Codecs;
using Decentral.Models.Arenas;
using Decentral.Models.Decoders;
using Decentral.Models.Optimizers;
using Decentral.Training.Composition;
using Decentral.Training.Jobs;

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
    private readonly ITensorFormat _up;
    private readonly ITensorFormat _down;

    /// <param name="job">A valid job.</param>
    /// <param name="data">What its data hold.</param>
    public MemoryEstimate(Job job, DataFacts data)
    {
        _job = job;
        _composition = new JobComposition(job, data);
        _layout = DecoderParameters.LayOut(_composition.Decoder());
        _fragments = [.. _composition.FragmentsOf(_layout).Select(fragment => checked((int)fragment.ElementCount))];
        (_up, _down) = (_composition.Up(), _composition.Down());
        Worker = [.. OfWorker().Where(line => line.Bytes > 0)];
        Shards = [.. OfShards()];
    }

    /// <summary>Of one worker.</summary>
    public ImmutableArray<MemoryLine> Worker { get; }

    /// <summary>Of the parameter shards together: one collects a round at a time, the others keep what they published last.</summary>
    public ImmutableArray<MemoryLine> Shards { get; }

    private bool SendsGradients => _job.Update.Kind == UpdateKind.Gradient;

    private long AllValues => _layout.ElementCount * sizeof(float);

    private long LargestFragment => _fragments.Max() * (long)sizeof(float);

    /// <summary>As the replicas and the worker around them hold it.</summary>
    private IEnumerable<MemoryLine> OfWorker()
    {
        var keepsBack = _up is IContractiveCodec;
        var keepsAggregate = _job.Sync.Overlap > 0 || _job.Sync.Fragments > 1 || _job.Sync.Mixing > 0;
        yield return new("parameters", AllValues, IsOnDevice: true);
        yield return new("gradients", AllValues, IsOnDevice: true);
        yield return new("inner optimizer's moments", MomentValues * sizeof(float), IsOnDevice: true);
        yield return new("global parameters", SendsGradients ? 0 : AllValues);
        yield return new("outer momentum", HasMomentum ? AllValues : 0);
        yield return new("what the codec keeps back", keepsBack ? AllValues : 0);
        yield return new("the same before the last update", keepsBack ? LargestFragment : 0);
        yield return new("values to send or to take up", AllValues);
        yield return new("parameters to mix", _job.Sync.Mixing > 0 ? LargestFragment : 0);
        yield return new("samples of a step", _job.TokensPerStep / _job.Model.Context * (_job.Model.Context + 1L) * sizeof(long));
        yield return new("update under way", _fragments.Max(_up.EncodedLength));
        yield return new("aggregate that arrives", _fragments.Max(_down.EncodedLength));
        yield return new("aggregate for whoever lacks it", keepsAggregate ? _fragments.Max(_down.EncodedLength) : 0);
        yield return new("snapshot while it is saved", SnapshotValues(keepsBack) * AllValues);
    }

    /// <summary>
    /// As the reducer holds it: all contributions as they came, and their values, from which the mean is taken in the order of the
    /// members.
    /// </summary>
    private IEnumerable<MemoryLine> OfShards()
    {
        yield return new("contributions", _job.Workers * (long)_fragments.Max(_up.EncodedLength));
        yield return new("their values", _job.Workers * LargestFragment);
        yield return new("their mean", LargestFragment);
        yield return new("aggregates", _fragments.Sum(values => (long)_down.EncodedLength(values)) + _fragments.Max(_down.EncodedLength));
    }

    private bool HasMomentum => !SendsGradients && _composition.Outer() is { HasMomentum: true };

    /// <summary>A first and a second moment of each parameter; Muon's matrices have the first alone.</summary>
    private long MomentValues => (2 * _layout.ElementCount) - (_composition.Optimizer() is MuonOptions muon
        ? _layout.Entries.Where(muon.Orthogonalizes).Sum(entry => entry.Range.Length)
        : 0);

    /// <summary>
    /// Values a parameter of the worker that also saves what all hold alike. What lies in one piece of memory is copied once, what does
    /// not is copied twice.
    /// </summary>
    private int SnapshotValues(bool keepsBack)
    {
        if (SendsGradients)
        {
            return (2 * 3) + (keepsBack ? 2 * 2 : 0);
        }

        var own = 2 + (keepsBack ? 2 : 0) + (_job.Sync.Fragments == 1 && _job.Sync.Mixing == 0 && _job.Sync.Overlap == 0 ? 0 : 1);
        return (2 * own) + 1 + (HasMomentum ? 1 : 0);
    }
}
