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
    private const string BaseName = "Base";
    private const string OuterPrefix = "Outer";

    private readonly float[] _global;

    /// <summary>The global parameters that training began from: the same, unless these are followed meanwhile.</summary>
    private readonly float[] _base;

    /// <summary>What the outer optimizer remembers, each packed like the parameters.</summary>
    private readonly Memory<float>[] _outer;

    /// <summary>Where each fragment's values lie in the packed global parameters, in the fragment's order.</summary>
    private readonly ImmutableArray<ImmutableArray<ArenaRange>> _places;

    /// <summary>Takes a replica over; its parameters are version 0.</summary>
    public LocalUpdateReplica(IReplica replica, ReplicaOptions options)
        : base(replica, options)
    {
        _global = new float[Scratch.Length];
        _base = options.IsAsynchronous ? new float[Scratch.Length] : _global;
        _outer = [.. StateNames.Select(_ => (Memory<float>)new float[Scratch.Length])];
        options.Outer?.Initialize(_outer);
        _places = [.. Fragments.Select(fragment => fragment.LocateIn(Whole))];
        Replica.Read(ReplicaState.Parameters, Whole, _global);
        _global.CopyTo(_base, 0);
    }

    /// <summary>The global parameters, packed.</summary>
    public ReadOnlySpan<float> Global => _global;

    private ImmutableArray<string> StateNames => Options.Outer?.StateNames ?? [];

    /// <inheritdoc />
    public override ReplicaDigest? DigestVersion(FragmentId fragment) => ReplicaDigest.Of(_global, _places[fragment.Value]);

    /// <inheritdoc />
    public override (double LossSum, long Tokens) EvaluateVersion(SampleRange windows)
    {
        if (IsAtVersion)
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
        IsAtVersion = false;
        var outcome = Replica.TrainStep(batch, new StepSettings(learningRate, Options.Clip, Options.Accumulation));
        return (outcome.Loss, outcome.Applied);
    }

    private protected override void TakeUpGlobal()
    {
        if (!IsAtVersion)
        {
            Replica.Write(ReplicaState.Parameters, Whole, _global);
            _global.CopyTo(_base, 0);
            IsAtVersion = true;
        }
    }

    private protected override void TakeUpGlobal(FragmentId fragment, bool isAnew)
    {
        var global = Scratch.AsSpan(0, LengthOf(fragment));
        Gather(fragment, _global, global);
        Scatter(fragment, global, _base);
        if (isAnew)
        {
            Replica.Write(ReplicaState.Parameters, Fragments[fragment.Value], global);
        }
        else
        {
            TakeUp(Fragments[fragment.Value], global);
        }
    }

    private protected override void ReadUpdate(Round round, FragmentId fragment, Span<float> destination)
    {
        Replica.Read(ReplicaState.Parameters, Fragments[fragment.Value], destination);
        if (Options.Outer is null)
        {
            return;
        }

        foreach (var place in _places[fragment.Value])
        {
            var local = destination[..(int)place.Length];
            PseudoGradient.Compute(_base.AsSpan((int)place.Offset, (int)place.Length), local, local);
            destination = destination[local.Length..];
        }
    }

    private protected override void ApplyAggregate(FragmentId fragment, Span<float> aggregate, in OuterRound round)
    {
        Move(fragment, aggregate, round);
        if (IsInterleaved && IsAtVersion)
        {
            TakeUpGlobal(fragment, isAnew: true);
            return;
        }

        if (Options.IsAsynchronous)
        {
            IsAtVersion = false;
            return;
        }

        Gather(fragment, _global, aggregate);
        TakeUp(Fragments[fragment.Value], aggregate);
    }

    private protected override IReadOnlyList<SnapshotSection> ReadGlobal() =>
    [
        new SnapshotSection(GlobalName, _global),
        .. StateNames.Zip(_outer, (name, values) => new SnapshotSection(OuterPrefix + name, values)),
    ];

    private protected override void WriteGlobal(SnapshotPart part)
    {
        part.Require([GlobalName, .. StateNames.Select(name => OuterPrefix + name)]);
        part.Section(GlobalName).CopyTo(_global);
        foreach (var (name, state) in StateNames.Zip(_outer))
        {
            part.Section(OuterPrefix + name).CopyTo(state.Span);
        }

        IsAtVersion = false;
    }

    private protected override IReadOnlyList<SnapshotSection> ReadOwn()
    {
        SnapshotSection[] moments = [Copy(ReplicaState.FirstMoment), Copy(ReplicaState.SecondMoment)];
        SnapshotSection[] trained = IsAtVersion ? [] : [Copy(ReplicaState.Parameters)];
        SnapshotSection[] begun = IsAtVersion || !Options.IsAsynchronous ? [] : [new SnapshotSection(BaseName, _base.ToArray())];
        return [.. moments, .. trained, .. begun];
    }

    private protected override void WriteOwn(SnapshotPart part)
    {
        RestoreMoments(part);
        if (part.Has(nameof(ReplicaState.Parameters)))
        {
            Restore(ReplicaState.Parameters, part);
            IsAtVersion = false;
        }
        else if (Options.IsAsynchronous)
        {
            TakeUpGlobal();
        }

        if (Options.IsAsynchronous && part.Has(BaseName))
        {
            part.Section(BaseName).CopyTo(_base);
        }
    }

    /// <summary>The outer step on a fragment of the global parameters.</summary>
    private void Move(FragmentId fragment, ReadOnlySpan<float> aggregate, in OuterRound round)
    {
        if (Options.Outer is not { } outer)
        {
            Scatter(fragment, aggregate, _global);
            return;
        }

        if (_places[fragment.Value] is [var place])
        {
            outer.Step(GlobalAt(place), aggregate, [.. _outer.Select(state => state.Slice((int)place.Offset, (int)place.Length))], round);
            return;
        }

        // A step may depend on the fragment as a whole, which lies in several places.
        var (global, states) = (Gather(fragment, _global), _outer.Select(state => Gather(fragment, state.Span)).ToArray());
        outer.Step(global, aggregate, [.. states.Select(state => state.AsMemory())], round);
        Scatter(fragment, global, _global);
        foreach (var (state, moved) in _outer.Zip(states))
        {
            Scatter(fragment, moved, state.Span);
        }
    }

    private float[] Gather(FragmentId fragment, ReadOnlySpan<float> whole)
    {
        var gathered = new float[LengthOf(fragment)];
        Gather(fragment, whole, gathered);
        return gathered;
    }

    private void Gather(FragmentId fragment, ReadOnlySpan<float> whole, Span<float> destination)
    {
        foreach (var place in _places[fragment.Value])
        {
            whole.Slice((int)place.Offset, (int)place.Length).CopyTo(destination);
            destination = destination[(int)place.Length..];
        }
    }

    private void Scatter(FragmentId fragment, ReadOnlySpan<float> values, Span<float> whole)
    {
        foreach (var place in _places[fragment.Value])
        {
            values[..(int)place.Length].CopyTo(whole[(int)place.Offset..]);
            values = values[(int)place.Length..];
        }
    }

    /// <summary>The replica takes up a fragment of the global parameters, or mixes it with its own.</summary>
    private void TakeUp(ArenaFragment fragment, Span<float> global)
    {
        if (Options.Mixing == 0 || IsAtVersion)
        {
            // One that has nothing of its own to keep stays at the version.
            Replica.Write(ReplicaState.Parameters, fragment, global);
            IsAtVersion |= Fragments.Length == 1;
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
