using Decentral.Models.Data;
using Decentral.Models.Optimizers;
using Decentral.Models.Replicas;
using Decentral.Training.Protocol;

namespace Decentral.Training.Workers;

/// <summary>
/// A replica that makes inner steps between synchronisations. With an outer optimizer it sends pseudo-gradients and replays
/// the outer step on what is published (DiLoCo, arXiv:2311.08105, algorithm 1); without one it sends its parameters, whose
/// mean it takes over (local SGD).
/// </summary>
public sealed class LocalUpdateReplica : WorkerReplica
{
    internal const string GlobalName = "Global";
    private const string MomentumName = "OuterMomentum";

    private readonly float[] _global;
    private readonly float[] _momentum;

    /// <summary>Takes a replica over; its parameters are version 0.</summary>
    public LocalUpdateReplica(IReplica replica, ReplicaOptions options)
        : base(replica, options)
    {
        _global = new float[Scratch.Length];
        _momentum = options.Outer is { HasMomentum: true } ? new float[Scratch.Length] : [];
        Replica.Read(ReplicaState.Parameters, Whole, _global);
    }

    /// <summary>The global parameters, packed.</summary>
    public ReadOnlySpan<float> Global => _global;

    /// <summary>The outer momentum, packed; empty where there is none.</summary>
    public ReadOnlySpan<float> OuterMomentum => _momentum;

    /// <inheritdoc />
    public override void Reset() => Replica.Write(ReplicaState.Parameters, Whole, _global);

    /// <inheritdoc />
    public override ReplicaDigest? DigestVersion() => ReplicaDigest.Of(_global);

    /// <inheritdoc />
    public override (double LossSum, long Tokens) EvaluateVersion(SampleRange windows)
    {
        var trained = Copy(ReplicaState.Parameters);
        Reset();
        var measured = Evaluate(windows);
        Replica.Write(ReplicaState.Parameters, Whole, trained.Values.Span);
        return measured;
    }

    private protected override (double Loss, bool IsApplied) Step(TokenBatch batch, double learningRate)
    {
        var outcome = Replica.TrainStep(batch, new StepSettings(learningRate, Options.Clip, Options.Accumulation));
        return (outcome.Loss, outcome.Applied);
    }

    private protected override void ReadUpdate(Span<float> destination)
    {
        Replica.Read(ReplicaState.Parameters, Whole, destination);
        if (Options.Outer is not null)
        {
            PseudoGradient.Compute(_global, destination, destination);
        }
    }

    private protected override void ApplyAggregate(ReadOnlySpan<float> aggregate, double learningRate)
    {
        if (Options.Outer is null)
        {
            aggregate.CopyTo(_global);
        }
        else
        {
            Options.Outer.Step(_global, aggregate, _momentum);
        }

        Replica.Write(ReplicaState.Parameters, Whole, _global);
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
        Reset();
    }

    private protected override IReadOnlyList<SnapshotSection> ReadOwn(RoundWork? work)
    {
        SnapshotSection[] moments = [Copy(ReplicaState.FirstMoment), Copy(ReplicaState.SecondMoment)];
        return work is null ? moments : [.. moments, Copy(ReplicaState.Parameters)];
    }

    private protected override void WriteOwn(SnapshotPart part)
    {
        RestoreMoments(part);
        if (part.Has(nameof(ReplicaState.Parameters)))
        {
            Restore(ReplicaState.Parameters, part);
        }
    }
}
