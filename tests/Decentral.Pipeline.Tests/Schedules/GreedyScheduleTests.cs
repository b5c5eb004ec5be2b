using System.Collections.Immutable;
using Decentral.Pipeline.Schedules;
using Decentral.Training.Jobs;

namespace Decentral.Pipeline.Tests.Schedules;

public sealed class GreedyScheduleTests
{
    [Fact]
    public void Build_StraightRoutes_TakesNoLongerThanOneForwardOneBackward() => Assert.All(
        Every.Small.Where(options => options.Kind == PipelineScheduleKind.OneForwardOneBackward),
        options =>
        {
            var routes = PipelineRoutes.Straight(options);

            var greedy = Timeline.Of(GreedySchedule.Build(routes, options.Stages), routes, TimelineOptions.Even(options.Stages));

            Assert.Equal(Timeline.Of(options, TimelineOptions.Even(options.Stages)).Makespan, greedy.Makespan);
        });

    [Fact]
    public void Build_SwappedRoutes_MakesEachPassOnceAndHoldsNoMoreThanAllowed() => Assert.All(Swapped(), routes =>
    {
        var programs = GreedySchedule.Build(routes, inFlight: routes.Stages);

        var passes = programs.SelectMany(program => program.Passes).ToArray();
        Assert.Equal(2 * routes.Microbatches * routes.Chunks, passes.Length);
        Assert.Distinct(passes);
        Assert.All(programs, program => Assert.All(
            Enumerable.Range(0, routes.Chunks), chunk => Assert.InRange(program.PeakHeld(chunk), 0, routes.Stages)));
    });

    /// <summary>As few slots as the programs were made with are enough, whatever takes how long.</summary>
    [Fact]
    public void Build_SwappedRoutesWithFewSlots_NeverLockUpWhateverTheDelays() => Assert.All(Swapped(), routes =>
    {
        var random = new Random((routes.Stages * 100) + routes.Microbatches);
        for (var slots = 1; slots <= 2; slots++)
        {
            var programs = GreedySchedule.Build(
                routes, routes.Stages, TimelineOptions.Even(routes.Chunks) with { OutputSlots = slots });

            Timings.AssertHolds(Timeline.Of(programs, routes, Timings.Any(random, routes.Chunks, slots)), programs);
        }
    });

    [Fact]
    public void Build_AnyOrders_MakesProgramsThatRun()
    {
        var random = new Random(7);
        for (var trial = 0; trial < 100; trial++)
        {
            var chunks = 1 + random.Next(6);
            var stages = 1 + random.Next(chunks);
            var routes = new PipelineRoutes(
                [.. Enumerable.Range(0, chunks).Select(chunk => chunk % stages)],
                [.. Enumerable.Range(0, 1 + random.Next(8)).Select(_ => Shuffled(random, chunks))]);

            var programs = GreedySchedule.Build(routes, 1 + random.Next(5));

            Timings.AssertHolds(Timeline.Of(programs, routes, Timings.Any(random, chunks, slots: null)), programs);
        }
    }

    [Fact]
    public void Build_OneInFlight_TakesOneMicrobatchAfterTheOther()
    {
        var routes = PipelineRoutes.Straight(Every.Of(PipelineScheduleKind.Gpipe, 3, 4));

        var programs = GreedySchedule.Build(routes, inFlight: 1);

        Assert.Equal(4 * 6, Timeline.Of(programs, routes, TimelineOptions.Even(3)).Makespan);
    }

    [Fact]
    public void Swapped_OddMicrobatches_MeetTheFirstAndTheLastPairTheOtherWayRound()
    {
        var routes = PipelineRoutes.Swapped(stages: 6, microbatches: 2);

        Assert.Equal([0, 0, 1, 2, 3, 4, 5, 5], routes.StageOfChunk);
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7], routes.Orders[0]);
        Assert.Equal([0, 2, 1, 3, 4, 6, 5, 7], routes.Orders[1]);
    }

    [Theory]
    [InlineData("0 1", "0 0")]
    [InlineData("0 1", "0")]
    [InlineData("0 2", "0 1")]
    public void Routes_ThatMissSomething_AreRefused(string stages, string order) => Assert.Throws<ArgumentException>(
        () => new PipelineRoutes([.. stages.Split(' ').Select(int.Parse)], [[.. order.Split(' ').Select(int.Parse)]]));

    private static IEnumerable<PipelineRoutes> Swapped() =>
        from stages in Enumerable.Range(PipelineRoutes.LeastSwappedStages, 5)
        from microbatches in Enumerable.Range(1, 16)
        select PipelineRoutes.Swapped(stages, microbatches);

    private static ImmutableArray<int> Shuffled(Random random, int count)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        random.Shuffle(order);
        return [.. order];
    }
}
