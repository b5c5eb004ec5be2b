using Decentral.Benchmarks.Failures;

namespace Decentral.Benchmarks.Tests.Failures;

public sealed class StrategyClockTests
{
    private static readonly ClockOptions Clock = new()
    {
        Iteration = TimeSpan.FromSeconds(90),
        RedundantFactor = 1.5,
        Recovery = TimeSpan.FromSeconds(30),
        CheckpointWrite = TimeSpan.FromSeconds(4),
        CheckpointRead = TimeSpan.FromSeconds(6),
        Parameters = 600,
        Stages = 6,
        BytesPerParameter = 12,
        LinkBytesPerSecond = 60,
    };

    private static readonly (FailureStrategy Strategy, double IterationSeconds, double StrikeSeconds)[] Times =
    [
        (FailureGrid.NoFailure, 90, 30),
        (FailureGrid.Checkpoint, 90.04, 36),
        (FailureGrid.FrequentCheckpoint, 90.4, 36),
        (FailureGrid.Redundant, 135, 30),
        (FailureGrid.Buddy, 90, 30),
        (FailureGrid.BuddyInStep, 110, 30),
        (FailureGrid.CheckFree, 90, 30),
        (FailureGrid.CheckFreePlus, 90, 30),
    ];

    [Fact]
    public void Of_Strategy_TakesWhatItsPartsTake() => Assert.All(Times, times =>
    {
        var clock = StrategyClock.Of(times.Strategy, Clock);

        Assert.Equal(times.IterationSeconds, clock.Iteration.TotalSeconds, 1e-6);
        Assert.Equal(times.StrikeSeconds, clock.Strike.TotalSeconds, 1e-6);
    });

    [Fact]
    public void Of_CopyThatTakesLongerThanAnIteration_WaitsForTheRest()
    {
        var clock = StrategyClock.Of(FailureGrid.Buddy, Clock with { LinkBytesPerSecond = 12 });

        Assert.Equal(100, clock.Iteration.TotalSeconds, 1e-6);
    }

    [Fact]
    public void After_StrikesSoFar_EachCountOnce()
    {
        var clock = new StrategyClock(TimeSpan.FromSeconds(90), TimeSpan.FromSeconds(30));

        var after = clock.After(10, [new Strike(2, [1], 0), new Strike(9, [0, 4], 3), new Strike(10, [3], 0)]);

        Assert.Equal(960, after.TotalSeconds);
    }

    [Fact]
    public void ClockOptions_Defaults_AreThePapersFigures()
    {
        var clock = new ClockOptions();

        Assert.Equal(151.04, StrategyClock.Of(FailureGrid.Redundant, clock).Iteration.TotalSeconds, 1e-3);
        Assert.Equal(91.35, StrategyClock.Of(FailureGrid.Checkpoint, clock).Iteration.TotalSeconds, 1e-3);
        Assert.Equal(16, clock.BuddyCopy.TotalSeconds, 1e-3);
    }
}
