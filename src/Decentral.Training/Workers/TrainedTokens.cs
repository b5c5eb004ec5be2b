namespace Decentral.Training.Workers;

/// <summary>What one inner step of a worker came to.</summary>
/// <param name="Tokens">Tokens trained.</param>
/// <param name="LossSum">Sum of their losses, in nats.</param>
/// <param name="LearningRate">Of the step.</param>
public readonly record struct TrainedTokens(long Tokens, double LossSum, double LearningRate)
{
    /// <summary>Whether the step was left out, as its gradient was not finite: it changed nothing.</summary>
    public bool IsSkipped { get; init; }
}
