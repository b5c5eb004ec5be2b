using System.Buffers;
using System.Collections.Immutable;
using Decentral.Models.Arenas;
using Decentral.Models.Data;
using Decentral.Models.Optimizers;
using Decentral.Models.Replicas;
using Decentral.Training.Protocol;

namespace Decentral.Training.Workers;

/// <summary>
/// A replica that makes inner steps between synchronisations. With an outer optimizer it sends pseudo-gradients and replays
/// the outer step on what is published (DiLoCo, arXiv:2311.08105, algorithm 1; by fragments, Streaming DiLoCo, arXiv:2501.18512,
/// algorithm 2); without one it sends its parameters, whose mean it takes over (local SGD).
/// </summary>
public sealed class LocalUpdateReplica : WorkerReplica
{
    internal const string GlobalName = "Global";
    private const string MomentumName = "OuterMomentum";

    private readonly float[] _global;
    private readonly float[] _momentum;

    /// <summary>Where each fragment's values lie in the packed global parameters, in the fragment's order.</summary>
    private readonly ImmutableArray<ImmutableArray<ArenaRange>> _places;

    /// <summary>Whether the replica's own parameters are the global ones.</summary>
    private bool _isAtVersion = true;

    /// <summary>Takes a replica over; its parameters are version 0.</summary>
    public LocalUpdateReplica(IReplica replica, ReplicaOptions options)
        : base(replica, options)
    {
        _global = new float[Scratch.Length];
        _momentum = options.Outer is { HasMomentum: true } ? new float[Scratch.Length] : [];
        _places = [.. Fragments.Select(fragment => fragment.LocateIn(Whole))];
        Replica.Read(ReplicaState.Parameters, Whole, _global);
    }

    /// <summary>The global parameters, packed.</summary>
    public ReadOnlySpan<float> Global => _global;

    /// <summary>The outer momentum, packed; empty where there is none.</summary>
    public ReadOnlySpan<float> OuterMomentum => _momentum;

    /// <inheritdoc />
    public override ReplicaDigest? DigestVersion(FragmentId fragment) => ReplicaDigest.Of(_global, _places[fragment.Value]);

    /// <inheritdoc />
    public override (double LossSum, long Tokens) EvaluateVersion(SampleRange windows)
    {
        if (_isAtVersion)
        {
            return Evaluate(windows);
        }

        var trained = Copy(ReplicaState.Parameters);
        Replica.Write(ReplicaState.Parameters, Whole, _global);
        var measured = Evaluate(windows);
        Replica.Write(ReplicaState.Parameters, Whole, trained.Values.Span);
        return measured;
    }

    private protected override (double Loss, bool IsApplied) Step(TokenBatch batch, double learningRate)
    {
        _isAtVersion = false;
        var outcome = Replica.TrainStep(batch, new StepSettings(learningRate, Options.Clip, Options.Accumulation));
        return (outcome.Loss, outcome.Applied);
    }

    private protected override void TakeUpGlobal()
    {
        if (!_isAtVersion)
        {
            Replica.Write(ReplicaState.Parameters, Whole, _global);
            _isAtVersion = true;
        }
    }

    private protected override void ReadUpdate(FragmentId fragment, Span<float> destination)
    {
        Replica.Read(ReplicaState.Parameters, Fragments[fragment.Value], destination);
        if (Options.Outer is null)
        {
            return;
        }

        foreach (var place in _places[fragment.Value])
        {
            var local = destination[..(int)place.Length];
            PseudoGradient.Compute(GlobalAt(place), local, local);
            destination = destination[local.Length..];
        }
    }

    private protected override void ApplyAggregate(FragmentId fragment, Span<float> aggregate, double learningRate)
    {
        var rest = aggregate;
        foreach (var place in _places[fragment.Value])
        {
            var values = rest[..(int)place.Length];
            Move(place, values);
            GlobalAt(place).CopyTo(values);
            rest = rest[values.Length..];
        }

        TakeUp(Fragments[fragment.Value], aggregate);
    }

    private protected override IReadOnlyList<SnapshotSection> ReadGlobal()
    {
        var global = new SnapshotSection(GlobalName, _global);
        return _momentum.Length == 0 ? [global] : [global, new SnapshotSection(MomentumName, _momentum)];
    }

    private protected override void WriteGlobal(SnapshotPart part)
    {
        var momentum = _momentum.Length == 0 ? [] : part.Section(MomentumName);
        part.Section(GlobalName).CopyTo(_global);
        momentum.CopyTo(_momentum);
        _isAtVersion = false;
    }

    private protected override IReadOnlyList<SnapshotSection> ReadOwn()
    {
        SnapshotSection[] moments = [Copy(ReplicaState.FirstMoment), Copy(ReplicaState.SecondMoment)];
        return _isAtVersion ? moments : [.. moments, Copy(ReplicaState.Parameters)];
    }

    private protected override void WriteOwn(SnapshotPart part)
    {
        RestoreMoments(part);
        if (part.Has(nameof(ReplicaState.Parameters)))
        {
            Restore(ReplicaState.Parameters, part);
            _isAtVersion = false;
        }
    }

    /// <summary>The outer step on a part of the global parameters.</summary>
    private void Move(ArenaRange place, ReadOnlySpan<float> aggregate)
    {
        if (Options.Outer is null)
        {
            aggregate.CopyTo(GlobalAt(place));
        }
        else
        {
            var momentum = _momentum.Length == 0 ? [] : _momentum.AsSpan((int)place.Offset, (int)place.Length);
            Options.Outer.Step(GlobalAt(place), aggregate, momentum);
        }
    }

    /// <summary>The replica takes up a fragment of the global parameters, or mixes it with its own.</summary>
    private void TakeUp(ArenaFragment fragment, Span<float> global)
    {
        if (Options.Mixing == 0 || _isAtVersion)
        {
            // One that has nothing of its own to keep stays at the version.
            Replica.Write(ReplicaState.Parameters, fragment, global);
            _isAtVersion |= Fragments.Length == 1;
            return;
        }

        using var rented = MemoryPool<float>.Shared.Rent(global.Length);
        var local = rented.Memory.Span[..global.Length];
        Replica.Read(ReplicaState.Parameters, fragment, local);
        PseudoGradient.Merge(local, global, Options.Mixing);
        Replica.Write(ReplicaState.Parameters, fragment, local);
    }

    private Span<float> GlobalAt(ArenaRange place) => _global.AsSpan((int)place.Offset, (int)place.Length);
}
