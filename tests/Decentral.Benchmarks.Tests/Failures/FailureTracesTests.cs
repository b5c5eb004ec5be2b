using Decentral.Benchmarks.Failures;
using Decentral.Pipeline.Faults;

namespace Decentral.Benchmarks.Tests.Failures;

public sealed class FailureTracesTests
{
    [Theory]
    [InlineData(5, 0.0013)]
    [InlineData(10, 0.0027)]
    [InlineData(16, 0.0044)]
    public void ProbabilityOf_HourlyOne_IsThatOfIterationsOfThePaper(int percent, double perIteration) =>
        Assert.Equal(perIteration, new FailureTraces("none", new FailureSetting()).ProbabilityOf(percent), 5e-5);

    [Fact]
    public void Of_HigherProbability_AddsFailuresAndNeverTwoSideBySide()
    {
        using var folder = new TemporaryFolder();
        var traces = new FailureTraces(folder.Path, new FailureSetting());

        var (seldom, often) = (traces.Of(5, 1), traces.Of(16, 1));

        Assert.True(often.Failures.Length > seldom.Failures.Length);
        Assert.False(often.HasAdjacentFailures);
    }

    [Fact]
    public void Of_FileThatIsThere_IsRead()
    {
        using var folder = new TemporaryFolder();
        var drawn = new FailureTraces(folder.Path, SmallSetting.Setting).Of(16, 3);
        var file = Directory.GetFiles(folder.Path).Single();
        Assert.Equal(drawn.Failures, FailureTraceText.Read(File.ReadAllText(file), file).Failures);
        File.WriteAllText(file, FailureTraceText.Write(SmallSetting.Trace((4, 2))));

        var read = new FailureTraces(folder.Path, SmallSetting.Setting).Of(16, 3);

        Assert.Equal([new StageFailure(4, 2)], read.Failures);
    }

    [Fact]
    public void LostAt_StrategyThatHasOnlyNeighbours_SparesTheEnds()
    {
        var trace = SmallSetting.Trace((4, 0), (4, 2), (4, 5));

        Assert.Equal([2], FailureTraces.LostAt(trace, 4, FailureGrid.CheckFree));
        Assert.Equal([0, 2, 5], FailureTraces.LostAt(trace, 4, FailureGrid.CheckFreePlus));
        Assert.Equal([0, 2, 5], FailureTraces.LostAt(trace, 4, FailureGrid.Checkpoint));
        Assert.Empty(FailureTraces.LostAt(trace, 5, FailureGrid.Checkpoint));
    }
}
