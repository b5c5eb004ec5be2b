using Decentral.Models.Replicas;

namespace Decentral.Training.Workers;

/// <summary>
/// A data-parallel replica: it sends the gradient of every step, and every replica runs its inner optimizer on the mean, with
/// the clip on the mean. Parameters and moments are therefore alike on all workers.
/// </summary>
/// <param name="replica">Its parameters are version 0.</param>
/// <param name="options">What it is trained with.</param>
public sealed class GradientReplica(IReplica replica, ReplicaOptions options) : WorkerReplica(replica, options)
{
    /// <inheritdoc />
    public override void Reset()
    {
        // A gradient that is not applied has changed nothing.
    }

    /// <remarks>A gradient that is not finite is refused as an update: the mean would carry it to all.</remarks>
    private protected override (double Loss, bool IsApplied) Step(TokenBatch batch, double learningRate) =>
        (Replica.ComputeGradient(batch, Options.Accumulation), true);

    private protected override void ReadUpdate(Span<float> destination) =>
        Replica.Read(ReplicaState.Gradient, Whole, destination);

    private protected override void ApplyAggregate(ReadOnlySpan<float> aggregate, double learningRate)
    {
        Replica.Write(ReplicaState.Gradient, Whole, aggregate);
        Replica.ApplyGradient(learningRate, Options.Clip);
    }

    private protected override IReadOnlyList<SnapshotSection> ReadGlobal() =>
        [Copy(ReplicaState.Parameters), Copy(ReplicaState.FirstMoment), Copy(ReplicaState.SecondMoment)];

    private protected override void WriteGlobal(SnapshotPart part)
    {
        Restore(ReplicaState.Parameters, part);
        RestoreMoments(part);
    }

    private protected override IReadOnlyList<SnapshotSection> ReadOwn(RoundWork? work) =>
        work is { IsTrained: true } ? [Copy(ReplicaState.Gradient)] : [];

    private protected override void WriteOwn(SnapshotPart part)
    {
        if (part.Has(nameof(ReplicaState.Gradient)))
        {
            Restore(ReplicaState.Gradient, part);
        }
    }
}
