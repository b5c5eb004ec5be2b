using System.Globalization;

namespace Decentral.Training.Workers;

/// <summary>The loss is not a number any more. Doing the step again would give the same, so the run stops.</summary>
public sealed class TrainingDivergedException(string message) : Exception(message)
{
    /// <summary>Stops a run whose loss is not finite.</summary>
    /// <param name="trained">What a step came to.</param>
    /// <param name="tokens">Tokens leased up to its end.</param>
    /// <exception cref="TrainingDivergedException">The loss is not finite.</exception>
    public static void ThrowIfNotFinite(TrainedTokens trained, long tokens)
    {
        var loss = trained.LossSum / trained.Tokens;
        if (!double.IsFinite(loss))
        {
            throw new TrainingDivergedException(string.Create(
                CultureInfo.InvariantCulture,
                $"Training diverged: the loss after {tokens} tokens is {loss} at a learning rate of {trained.LearningRate:g4}. " +
                $"Lower inner.learningRate, lengthen inner.warmup, or lower inner.clip."));
        }
    }
}
