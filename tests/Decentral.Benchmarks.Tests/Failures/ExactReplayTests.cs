using Decentral.Benchmarks.Failures;

namespace Decentral.Benchmarks.Tests.Failures;

public sealed class ExactReplayTests
{
    private static readonly FailureSetting Setting = SmallSetting.Setting;

    private static readonly FailureRun Undisturbed = new(
        12, [new(0, 0, 5), new(3, 3, 4), new(6, 6, 3), new(9, 9, 2), new(12, 12, 1)], []);

    [Fact]
    public void Of_Checkpoints_GoesBackToTheLastWholeOneAndMakesTheStepsAgain()
    {
        var trace = SmallSetting.Trace((6, 1), (8, 0));

        var run = ExactReplay.Of(new FailureStrategy("c", StrategyKind.Checkpoint, 4), Setting, trace, Undisturbed);

        // Six steps, back to 4, two more, back to 4 again, eight more.
        Assert.Equal([(6L, 2L), (8L, 2L)], run.Strikes.Select(strike => (strike.Iteration, strike.Undone)));
        Assert.Equal(16, run.Iterations);
        Assert.Equal([0, 3, 6, 13, 16], run.Curve.Select(judged => judged.Iteration));
        Assert.Equal(Undisturbed.Curve.Select(judged => judged.Loss), run.Curve.Select(judged => judged.Loss));
    }

    [Fact]
    public void Of_StruckWhereACheckpointIsJustBeingMade_GoesBackToTheOneBefore()
    {
        var run = ExactReplay.Of(
            new FailureStrategy("c", StrategyKind.Checkpoint, 4), Setting, SmallSetting.Trace((8, 1)), Undisturbed);

        Assert.Equal(4, run.Strikes[0].Undone);
    }

    [Fact]
    public void Of_Redundant_UndoesNothing()
    {
        var run = ExactReplay.Of(FailureGrid.Redundant, Setting, SmallSetting.Trace((6, 1), (8, 0)), Undisturbed);

        Assert.Equal(12, run.Iterations);
        Assert.Equal([0L, 0L], run.Strikes.Select(strike => strike.Undone));
    }

    [Fact]
    public void Of_ThrownBackForEver_EndsWithTheIterations()
    {
        var trace = SmallSetting.Trace([.. Enumerable.Range(1, 39).Select(iteration => ((long)iteration, 1))]);

        var run = ExactReplay.Of(new FailureStrategy("c", StrategyKind.Checkpoint, 4), Setting, trace, Undisturbed);

        Assert.Equal(Setting.MostIterations, run.Iterations);
        Assert.Equal([0L], run.Curve.Select(judged => judged.Step));
    }
}
