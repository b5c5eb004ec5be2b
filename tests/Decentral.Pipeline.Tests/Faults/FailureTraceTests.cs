using System.Collections.Immutable;
using Decentral.Pipeline.Faults;

namespace Decentral.Pipeline.Tests.Faults;

public sealed class FailureTraceTests
{
    private static readonly FailureTrace Trace = new(5, 100, [new(0, 3), new(7, 0), new(7, 2), new(7, 4), new(99, 1)]);

    [Theory]
    [InlineData(0, new[] { 3 })]
    [InlineData(1, new int[0])]
    [InlineData(7, new[] { 0, 2, 4 })]
    [InlineData(99, new[] { 1 })]
    [InlineData(100, new int[0])]
    public void LostAt_Iteration_GivesItsStages(long iteration, int[] expected) =>
        Assert.Equal(expected, Trace.LostAt(iteration));

    [Fact]
    public void LostAt_NoFailures_IsEmpty() => Assert.Empty(new FailureTrace(1, 0, []).LostAt(0));

    [Fact]
    public void HasAdjacentFailures_OnlySideBySideAndAtOnce_IsTrue()
    {
        Assert.False(Trace.HasAdjacentFailures);
        Assert.False(new FailureTrace(5, 10, [new(1, 2), new(2, 3)]).HasAdjacentFailures);
        Assert.True(new FailureTrace(5, 10, [new(1, 0), new(1, 2), new(1, 3)]).HasAdjacentFailures);
    }

    [Theory]
    [InlineData(0, 0, 0, 0, "'0 0' after '0 0'")]
    [InlineData(0, 1, 0, 0, "'0 0' after '0 1'")]
    [InlineData(1, 0, 0, 1, "'0 1' after '1 0'")]
    [InlineData(0, 0, 10, 0, "iteration 10, expected one of the 10")]
    [InlineData(-1, 0, 0, 0, "Failure 0: found iteration -1")]
    [InlineData(0, 0, 0, 2, "Failure 1: found stage 2, expected one of the 2")]
    [InlineData(0, -1, 0, 0, "found stage -1")]
    public void Constructor_FailuresThatAreNone_SaysWhich(
        long iteration, int stage, long nextIteration, int nextStage, string expected)
    {
        ImmutableArray<StageFailure> failures = [new(iteration, stage), new(nextIteration, nextStage)];

        var thrown = Assert.Throws<ArgumentException>(() => new FailureTrace(2, 10, failures));

        Assert.Contains(expected, thrown.Message);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(FailureTrace.MaxStages + 1, 1)]
    [InlineData(1, -1)]
    [InlineData(1, FailureTrace.MaxIterations + 1)]
    public void Constructor_SizeOutOfRange_Throws(int stages, long iterations) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new FailureTrace(stages, iterations, []));
}
