using System.Collections.Immutable;
using Decentral.Models.Randomness;

namespace Decentral.Pipeline.Faults;

/// <summary>
/// Draws traces. Each stage of each iteration has a draw of its own, so that a longer trace begins as a shorter one, a
/// pipeline with more stages fails as one with fewer does, and a higher probability adds failures and takes none away
/// (unless stages side by side are spared).
/// </summary>
public static class FailureTraceGenerator
{
    private static readonly RandomPurpose Purpose = RandomPurpose.Named("pipeline/failure-trace");

    /// <summary>Draws one, in O(stages · iterations).</summary>
    public static FailureTrace Draw(FailureTraceOptions options)
    {
        FailureTrace.RequireSize(options.StageCount, options.IterationCount);
        ArgumentOutOfRangeException.ThrowIfNegative(options.Probability, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Probability, 1, nameof(options));
        var failures = ImmutableArray.CreateBuilder<StageFailure>();
        for (var iteration = 0L; iteration < options.IterationCount; iteration++)
        {
            var struck = DrawStages(options, iteration);
            IEnumerable<int> lost = options.AllowAdjacent ? struck.Keys : SpareAdjacent(struck);
            failures.AddRange(lost.Select(stage => new StageFailure(iteration, stage)));
        }

        return new FailureTrace(options.StageCount, options.IterationCount, failures.DrainToImmutable());
    }

    /// <returns>The stages that fail, each with the number drawn for it.</returns>
    private static SortedDictionary<int, double> DrawStages(FailureTraceOptions options, long iteration)
    {
        var struck = new SortedDictionary<int, double>();
        for (var stage = 0; stage < options.StageCount; stage++)
        {
            var drawn = new RandomSequence(options.Seed, Purpose, iteration, stage).NextDouble();
            if (drawn < options.Probability)
            {
                struck.Add(stage, drawn);
            }
        }

        return struck;
    }

    /// <summary>
    /// Of two side by side the one with the lower draw fails, so that no stage is favoured for its place.
    /// </summary>
    private static SortedSet<int> SpareAdjacent(SortedDictionary<int, double> struck)
    {
        var lost = new SortedSet<int>();
        foreach (var (stage, _) in struck.OrderBy(entry => entry.Value).ThenBy(entry => entry.Key))
        {
            if (!lost.Contains(stage - 1) && !lost.Contains(stage + 1))
            {
                lost.Add(stage);
            }
        }

        return lost;
    }
}
