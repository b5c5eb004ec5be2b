using Decentral.Models.Randomness;

namespace Decentral.Models.Generation;

/// <summary>Draws a token from the softmax of logits.</summary>
internal static class TokenSampler
{
    /// <param name="logits">One for each token; overwritten.</param>
    /// <param name="options">Valid ones.</param>
    /// <param name="position">Which token of the text is drawn: each has random numbers of its own.</param>
    internal static int Sample(Span<float> logits, SamplingOptions options, long position)
    {
        if (options.Temperature == 0)
        {
            return IndexOfLargest(logits);
        }

        if (options.TopK > 0 && options.TopK < logits.Length)
        {
            KeepLargest(logits, options.TopK);
        }

        var random = new RandomSequence(options.Seed, RandomPurpose.Generation, position);
        return Draw(logits, options.Temperature, random.NextDouble());
    }

    // The first of equally likely ones.
    private static int IndexOfLargest(ReadOnlySpan<float> logits)
    {
        var best = 0;
        for (var token = 1; token < logits.Length; token++)
        {
            if (logits[token] > logits[best])
            {
                best = token;
            }
        }

        return best;
    }

    // Makes all but the largest impossible; of equal ones at the border the first are kept.
    private static void KeepLargest(Span<float> logits, int count)
    {
        var sorted = logits.ToArray();
        Array.Sort(sorted);
        var border = sorted[^count];
        var atBorder = count - sorted.Count(logit => logit > border);
        for (var token = 0; token < logits.Length; token++)
        {
            var kept = logits[token] > border || (logits[token] == border && atBorder-- > 0);
            logits[token] = kept ? logits[token] : float.NegativeInfinity;
        }
    }

    private static int Draw(ReadOnlySpan<float> logits, double temperature, double uniform)
    {
        var largest = logits[IndexOfLargest(logits)];
        var total = 0.0;
        foreach (var logit in logits)
        {
            total += Math.Exp((logit - largest) / temperature);
        }

        var remaining = uniform * total;
        var last = 0;
        for (var token = 0; token < logits.Length; token++)
        {
            var share = Math.Exp((logits[token] - largest) / temperature);
            remaining -= share;
            if (remaining < 0)
            {
                return token;
            }

            last = share > 0 ? token : last;
        }

        // Rounding may leave a remainder of almost nothing.
        return last;
    }
}
