namespace Decentral.Models.Replicas;

/// <summary>
/// A full copy of a model with its inner optimizer, wherever its memory is. Not for two threads at a time: it belongs to one
/// compute lane. What comes while a step, an evaluation or a copy is in progress is refused with an <see
/// cref="InvalidOperationException"/>.
/// </summary>
public interface IReplica : IModelState
{
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
