using Decentral.Models.Replicas;
using Decentral.Training.Protocol;

namespace Decentral.Training.Workers;

/// <summary>
/// A data-parallel replica: it sends the gradient of every step, and every replica runs its inner optimizer on the mean, with
/// the clip on the mean. Parameters and moments are therefore alike on all workers. It knows no fragments: the clip is of the whole.
/// </summary>
/// <param name="replica">Its parameters are version 0.</param>
/// <param name="options">What it is trained with.</param>
public sealed class GradientReplica(IReplica replica, ReplicaOptions options) : WorkerReplica(replica, options)
{
    private protected override void TakeUpGlobal()
    {
        // A gradient that is not applied has changed nothing.
    }

    /// <remarks>A gradient that is not finite is refused as an update: the mean would carry it to all.</remarks>
    private protected override (double Loss, bool IsApplied) Step(TokenBatch batch, double learningRate) =>
        (Replica.ComputeGradient(batch, Options.Accumulation), true);

    private protected override void ReadUpdate(FragmentId fragment, Span<float> destination) =>
        Replica.Read(ReplicaState.Gradient, Whole, destination);

    private protected override void ApplyAggregate(FragmentId fragment, Span<float> aggregate, double learningRate)
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

    private protected override IReadOnlyList<SnapshotSection> ReadOwn() => [];

    private protected override void WriteOwn(SnapshotPart part)
    {
        // All that it has, all have: but for the update that waits for its round's outcome.
    }
}
