using Decentral.Pipeline.Recovery;
using FsCheck;
using FsCheck.Fluent;

namespace Decentral.Pipeline.Tests.Recovery;

public sealed class SnapshotIntervalTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Optimal_KnownTimes_IsTheRootOfTwiceTheirProduct() =>
        Assert.Equal(100 * Second, SnapshotInterval.Optimal(5 * Second, 1000 * Second));

    [Fact]
    public void ExpectedWaste_KnownTimes_AddsSavingRepeatingAndRestarting()
    {
        var waste = SnapshotInterval.ExpectedWaste(100 * Second, 5 * Second, 1000 * Second, 30 * Second);

        Assert.Equal(0.05 + 0.05 + 0.03, waste, 12);
    }

    [Fact]
    public void ExpectedWaste_AnyOtherInterval_IsNotLessThanAtTheOptimum() =>
        Prop.ForAll(Gen.Choose(1, 1000).ToArbitrary(), Gen.Choose(1, 5000).ToArbitrary(), (cost, interval) =>
        {
            var (saving, failures) = (cost * 0.01 * Second, 3600 * Second);
            var optimum = SnapshotInterval.Optimal(saving, failures);

            var least = SnapshotInterval.ExpectedWaste(optimum, saving, failures, Second);
            var other = SnapshotInterval.ExpectedWaste(interval * Second, saving, failures, Second);

            Assert.True(other >= least - 1e-9, $"{other} at {interval} s, {least} at {optimum}");
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(30, 3)]
    [InlineData(7, 14)]
    [InlineData(1000, 1)]
    public void OptimalSteps_SecondsOfAStep_RoundsAndIsAtLeastOne(double step, long expected) =>
        Assert.Equal(expected, SnapshotInterval.OptimalSteps(5 * Second, 1000 * Second, step * Second));

    [Fact]
    public void OptimalSteps_FreeSnapshots_SavesEveryStep() =>
        Assert.Equal(1, SnapshotInterval.OptimalSteps(TimeSpan.Zero, 1000 * Second, Second));

    [Fact]
    public void Optimal_ImpossibleTimes_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => SnapshotInterval.Optimal(-Second, Second));
        Assert.Throws<ArgumentOutOfRangeException>(() => SnapshotInterval.Optimal(Second, TimeSpan.Zero));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => SnapshotInterval.OptimalSteps(Second, Second, TimeSpan.Zero));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => SnapshotInterval.ExpectedWaste(TimeSpan.Zero, Second, Second, Second));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => SnapshotInterval.ExpectedWaste(Second, Second, Second, -Second));
    }
}
