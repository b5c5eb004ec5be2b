using Decentral.Models.Arenas;

namespace Decentral.Models.Replicas;

/// <summary>
/// A full copy of a model with its inner optimizer, wherever its memory is. State goes in and out packed by fragments,
/// without padding, so that a caller need not know. Not for two threads at a time: it belongs to one compute lane. What
/// comes while a step, an evaluation or a copy is in progress is refused with an <see
/// cref="InvalidOperationException"/>.
/// </summary>
public interface IReplica : IDisposable
{
    /// <summary>The parameters by name; equal on every member of a run.</summary>
    ArenaLayout Layout { get; }

    /// <summary>
    /// Steps that the inner optimizer has made: with the moments its whole state, to be saved and restored with them.
    /// </summary>
    long OptimizerSteps { get; set; }

    /// <summary>Copies a fragment of one state out.</summary>
    /// <param name="state">Which of the values per parameter.</param>
    /// <param name="fragment">Of <see cref="Layout"/>.</param>
    /// <param name="destination">Receives as many elements as it is long.</param>
    /// <param name="start">The first packed element, for fragments longer than a span.</param>
    void Read(ReplicaState state, ArenaFragment fragment, Span<float> destination, long start = 0);

    /// <summary>Replaces a fragment of one state: the inverse of <see cref="Read"/>.</summary>
    void Write(ReplicaState state, ArenaFragment fragment, ReadOnlySpan<float> source, long start = 0);

    /// <summary>
    /// The tensors that a state is kept for: all, but for an inner optimizer's moments. Elsewhere it reads as zero and
    /// what is written is dropped, so that a snapshot may hold the whole state or this part of it.
    /// </summary>
    ArenaFragment Kept(ReplicaState state) => FragmentPartition.Whole(Layout);

    /// <summary>Digest of one state's packed elements.</summary>
    ContentDigest ComputeDigest(ReplicaState state);

    /// <summary>
    /// Replaces <see cref="ReplicaState.Gradient"/> by that of the mean loss over the batch's tokens, unclipped.
    /// </summary>
    /// <param name="batch">Tokens of the model's vocabulary, no longer than its context.</param>
    /// <param name="forwardPasses">Divides the batch's sequences evenly; see <see cref="StepSettings"/>.</param>
    /// <returns>The mean loss, in nats a token.</returns>
    /// <exception cref="ArgumentException">The batch does not fit the model or cannot be divided so.</exception>
    double ComputeGradient(TokenBatch batch, int forwardPasses = 1);

    /// <summary>
    /// Clips <see cref="ReplicaState.Gradient"/> globally and makes a step of the inner optimizer with it.
    /// </summary>
    /// <returns>The norm before clipping; where it is not finite, nothing was changed.</returns>
    double ApplyGradient(double learningRate, double clip = 0);

    /// <summary>Mean loss over the batch's tokens, in nats a token; changes nothing.</summary>
    /// <exception cref="ArgumentException">The batch does not fit the model.</exception>
    double Evaluate(TokenBatch batch);

    /// <summary>One inner step: <see cref="ComputeGradient"/> and <see cref="ApplyGradient"/>.</summary>
    StepOutcome TrainStep(TokenBatch batch, StepSettings settings)
    {
        var loss = ComputeGradient(batch, settings.ForwardPasses);
        var norm = ApplyGradient(settings.LearningRate, settings.Clip);
        return new StepOutcome(loss, norm, double.IsFinite(norm));
    }
}
