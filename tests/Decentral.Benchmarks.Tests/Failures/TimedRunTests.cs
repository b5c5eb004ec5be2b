using Decentral.Benchmarks.Failures;

namespace Decentral.Benchmarks.Tests.Failures;

public sealed class TimedRunTests
{
    private static readonly ClockOptions Clock = new() { Iteration = TimeSpan.FromHours(1), Recovery = TimeSpan.FromMinutes(30) };

    [Fact]
    public void HoursTo_LossBetweenTwo_IsWhereTheLineCrossesIt()
    {
        var run = Run([new(0, 0, 10), new(10, 10, 8), new(20, 24, 6), new(30, 34, 4), new(40, 44, 2)], new Strike(12, [1], 4));

        Assert.Equal(17.0, run.IterationsTo(7)!.Value, 1e-9);
        Assert.Equal(17.5, run.HoursTo(7)!.Value, 1e-9);
        Assert.Null(run.HoursTo(1));
    }

    [Fact]
    public void Smooth_StraightLine_StaysOne()
    {
        var run = Run([new(0, 0, 10), new(10, 10, 8), new(20, 20, 6), new(30, 30, 4), new(40, 40, 2)]);

        Assert.Equal([10, 8, 6, 4, 2], run.Smooth.Select(judged => Math.Round(judged.Loss, 9)));
    }

    [Fact]
    public void LastLoss_RunThatWasThrownBackTooOften_HasNone()
    {
        var run = Run([new(0, 0, 10), new(90, 90, 8), new(100, 100, 6)]);

        Assert.Equal(7, run.LastLoss(100));
        Assert.Null(run.LastLoss(110));
    }

    private static TimedRun Run(JudgedStep[] curve, params Strike[] strikes) => new(
        new FailureCell(FailureGrid.CheckFree, 10, 1), new FailureRun(curve[^1].Iteration, [.. curve], [.. strikes]), Clock);
}
