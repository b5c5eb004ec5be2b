using System.Buffers;
using Decentral.Models.Optimizers;
using Decentral.Models.Replicas;
using Decentral.Training.Protocol;

namespace Decentral.Training.Workers;

/// <summary>
/// A data-parallel replica: it sends the gradient of every step, and every replica runs its inner optimizer on the mean, with
/// the clip on the mean. Parameters and moments are therefore alike on all workers. It knows no fragments: the clip is of the whole.
/// <para>With 1-bit Adam (arXiv:2102.02888) it sends its momentum once the variance is frozen: the shared one with its own gradient in
/// it, which is clipped before. The mean of these is the next shared momentum, and all step along it.</para>
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

    private protected override void ReadUpdate(Round round, FragmentId fragment, Span<float> destination)
    {
        if (FrozenIn(round) is not { } frozen)
        {
            Replica.Read(ReplicaState.Gradient, Whole, destination);
            return;
        }

        using var memory = MemoryPool<float>.Shared.Rent(destination.Length);
        var gradient = memory.Memory.Span[..destination.Length];
        Replica.Read(ReplicaState.Gradient, Whole, gradient);
        Replica.Read(ReplicaState.FirstMoment, Whole, destination);
        var scale = Options.Clip == 0 ? 1 : GradientClipping.Coefficient(GradientClipping.NormOf(gradient), Options.Clip);
        OneBitAdam.UpdateMomentum(destination, gradient, frozen.Beta1, scale);
    }

    private protected override void ApplyAggregate(FragmentId fragment, Span<float> aggregate, in OuterRound round)
    {
        if (FrozenIn(Version.Next) is { } frozen)
        {
            StepAlong(aggregate, frozen, round.LearningRate);
            return;
        }

        Replica.Write(ReplicaState.Gradient, Whole, aggregate);
        Replica.ApplyGradient(round.LearningRate, Options.Clip);
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

    private FrozenVariance? FrozenIn(Round round) => Options.Frozen is { } frozen && round >= frozen.First ? frozen : null;

    private void StepAlong(ReadOnlySpan<float> momentum, FrozenVariance frozen, double learningRate)
    {
        var (parameters, variance) = (new float[momentum.Length], new float[momentum.Length]);
        Replica.Read(ReplicaState.Parameters, Whole, parameters);
        Replica.Read(ReplicaState.SecondMoment, Whole, variance);
        foreach (ref var value in variance.AsSpan())
        {
            value *= frozen.Correction;
        }

        var first = 0;
        foreach (var entry in Replica.Layout.Entries)
        {
            var part = first..(first += checked((int)entry.Range.Length));
            OneBitAdam.Step(
                parameters.AsSpan(part),
                momentum[part],
                variance.AsSpan(part),
                new OneBitAdamStep(learningRate, frozen.Epsilon, frozen.Decays(entry) ? frozen.WeightDecay : 0));
        }

        Replica.Write(ReplicaState.Parameters, Whole, parameters);
        Replica.Write(ReplicaState.FirstMoment, Whole, momentum);
        Replica.OptimizerSteps++;
    }
}
