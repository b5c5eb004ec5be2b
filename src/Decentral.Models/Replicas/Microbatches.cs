namespace Decentral.Models.Replicas;

/// <summary>How a batch is divided among forward passes.</summary>
internal static class Microbatches
{
    internal static void Require(TokenBatch batch, int forwardPasses)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(forwardPasses);
        if (batch.Sequences % forwardPasses != 0)
        {
            throw new ArgumentException(
                $"{batch.Sequences} sequences cannot be divided evenly among {forwardPasses} forward passes.",
                nameof(forwardPasses));
        }
    }
}
