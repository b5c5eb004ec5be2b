using Decentral.Training.Estimates;
using Decentral.Training.Protocol;

namespace Decentral.Training.Tests.Estimates;

public sealed class PlannedRoundsTests
{
    /// <summary>As rounds are opened one after another until the budget is spent.</summary>
    [Theory]
    [InlineData(1, 1, 5)]
    [InlineData(4, 1, 12)]
    [InlineData(4, 1, 13)]
    [InlineData(7, 3, 22)]
    [InlineData(7, 3, 23)]
    [InlineData(7, 3, 24)]
    [InlineData(100, 7, 999)]
    [InlineData(5, 5, 8)]
    [InlineData(5, 2, 2)]
    public void Rounds_OneAfterAnother_SpendTheBudget(int every, int fragments, long steps)
    {
        var schedule = new FragmentSchedule(every, fragments);
        var planned = new PlannedRounds(schedule, steps);

        var (round, done) = (0L, 0L);
        while (done < steps)
        {
            round++;
            var made = Math.Min(schedule.StepsOf(new Round(round)), steps - done);
            done += made;
            Assert.Equal(made, planned.StepsOf(round));
            Assert.Equal(done, planned.StepsThrough(round));
        }

        Assert.Equal(round, planned.Count);
    }

    [Fact]
    public void StepsSince_FirstAndLaterTurns_CountsFromTheFragmentsLastRound()
    {
        var planned = new PlannedRounds(new FragmentSchedule(7, 3), 20);

        Assert.Equal([2L, 4, 7, 7, 7, 7, 7, 7, 6], Enumerable.Range(1, (int)planned.Count).Select(round => planned.StepsSince(round)));
    }
}
