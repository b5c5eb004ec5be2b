using Decentral.Pipeline.Faults;

namespace Decentral.Pipeline.Tests.Faults;

public sealed class FailureTraceGeneratorTests
{
    private static readonly FailureTraceOptions Options = new()
    {
        StageCount = 6,
        IterationCount = 50_000,
        Probability = 0.004,
        Seed = 7,
        AllowAdjacent = true,
    };

    /// <summary>
    /// Within four standard deviations, for each stage and for all: a wrong rate fails, this seed does not.
    /// </summary>
    [Fact]
    public void Draw_ManyIterations_FailsAtTheRateThatIsAskedFor()
    {
        var trace = FailureTraceGenerator.Draw(Options);

        AssertNear(Options.IterationCount * 6, 0.004, trace.Failures.Length);
        for (var stage = 0; stage < 6; stage++)
        {
            AssertNear(Options.IterationCount, 0.004, trace.Failures.Count(failure => failure.Stage == stage));
        }
    }

    /// <summary>
    /// Intervals between rare independent failures scatter as much as they last, and most are below the mean.
    /// </summary>
    [Fact]
    public void Draw_ManyIterations_HasIntervalsThatAreReallyRandom()
    {
        var times = FailureTraceGenerator.Draw(Options).Failures
            .Where(failure => failure.Stage == 2).Select(failure => (double)failure.Iteration).ToArray();
        double[] intervals = [.. times.Skip(1).Zip(times, (later, earlier) => later - earlier)];

        var mean = intervals.Average();
        var deviation = Math.Sqrt(intervals.Average(interval => Math.Pow(interval - mean, 2)));

        Assert.InRange(deviation / mean, 0.75, 1.25);
        Assert.InRange(intervals.Count(interval => interval < mean) / (double)intervals.Length, 0.53, 0.74);
    }

    [Fact]
    public void Draw_HourlyProbability_LosesThatShareOfHours()
    {
        var iteration = TimeSpan.FromSeconds(90);
        var trace = FailureTraceGenerator.Draw(Options with
        {
            StageCount = 1,
            Probability = FailureProbability.PerIteration(0.16, iteration),
        });

        var hours = trace.Failures.Select(failure => failure.Iteration / 40).Distinct().Count();

        AssertNear(Options.IterationCount / 40, 0.16, hours);
    }

    [Fact]
    public void Draw_SameSeed_GivesTheSameAndAnotherSeedAnother()
    {
        var trace = FailureTraceGenerator.Draw(Options);

        Assert.Equal(trace.Failures, FailureTraceGenerator.Draw(Options).Failures);
        Assert.NotEqual(trace.Failures, FailureTraceGenerator.Draw(Options with { Seed = 8 }).Failures);
    }

    [Fact]
    public void Draw_ShorterWithFewerStages_IsPartOfTheLonger()
    {
        var whole = FailureTraceGenerator.Draw(Options);

        var part = FailureTraceGenerator.Draw(Options with { StageCount = 4, IterationCount = 20_000 });

        var expected = whole.Failures.Where(failure => failure is { Stage: < 4, Iteration: < 20_000 });
        Assert.Equal(expected, part.Failures);
    }

    [Fact]
    public void Draw_HigherProbability_AddsFailures()
    {
        var rare = FailureTraceGenerator.Draw(Options);
        var frequent = FailureTraceGenerator.Draw(Options with { Probability = 0.008 });

        Assert.Empty(rare.Failures.Except(frequent.Failures));
        Assert.True(frequent.Failures.Length > rare.Failures.Length);
    }

    [Fact]
    public void Draw_AdjacentStagesSpared_LosesNeverTwoSideBySide()
    {
        var options = Options with { Probability = 0.3, IterationCount = 2000 };
        var all = FailureTraceGenerator.Draw(options);

        var spared = FailureTraceGenerator.Draw(options with { AllowAdjacent = false });

        Assert.True(all.HasAdjacentFailures);
        Assert.False(spared.HasAdjacentFailures);
        Assert.Empty(spared.Failures.Except(all.Failures));
        Assert.All(all.Failures.Except(spared.Failures), left => Assert.True(
            spared.LostAt(left.Iteration).Any(stage => Math.Abs(stage - left.Stage) == 1)));
    }

    /// <summary>Stage 0 of two loses as often as stage 1: which one is spared is drawn as well.</summary>
    [Fact]
    public void Draw_TwoStagesAlwaysStruckAtOnce_SparesEitherAsOften()
    {
        var trace = FailureTraceGenerator.Draw(Options with
        {
            StageCount = 2,
            IterationCount = 10_000,
            Probability = 1,
            AllowAdjacent = false,
        });

        Assert.Equal(10_000, trace.Failures.Length);
        AssertNear(10_000, 0.5, trace.Failures.Count(failure => failure.Stage == 0));
    }

    [Fact]
    public void Draw_NoneOrAll_FollowsTheProbability()
    {
        var options = Options with { IterationCount = 10 };

        Assert.Empty(FailureTraceGenerator.Draw(options with { Probability = 0 }).Failures);
        Assert.Equal(60, FailureTraceGenerator.Draw(options with { Probability = 1 }).Failures.Length);
    }

    [Fact]
    public void Draw_OptionsOutOfRange_Throws()
    {
        AssertRefused(Options with { Probability = -0.1 });
        AssertRefused(Options with { Probability = 1.1 });
        AssertRefused(Options with { Probability = double.NaN });
        AssertRefused(Options with { StageCount = 0 });
        AssertRefused(Options with { IterationCount = long.MaxValue });
    }

    private static void AssertRefused(FailureTraceOptions options) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => FailureTraceGenerator.Draw(options));

    private static void AssertNear(long draws, double probability, int found)
    {
        var deviation = Math.Sqrt(draws * probability * (1 - probability));
        Assert.InRange(found, (draws * probability) - (4 * deviation), (draws * probability) + (4 * deviation));
    }
}
