using Decentral.Pipeline.Schedules;
using Decentral.Training.Jobs;

namespace Decentral.Pipeline.Tests.Schedules;

public sealed class TimelineTests
{
    /// <summary>Forward and backward time of a whole stage, which three chunks divide without rounding.</summary>
    private static readonly (double Forward, double Backward)[] Times = [(6, 6), (6, 12), (12, 6)];

    [Fact]
    public void Of_EqualStages_IdleAsLongAsTheClosedFormSays() => Assert.All(Every.Small, options => Assert.All(Times, time =>
    {
        var timeline = Timeline.Of(options, Even(options, time.Forward, time.Backward));

        Assert.True(timeline.IsComplete);
        Assert.All(Enumerable.Range(0, options.Stages), stage =>
        {
            Assert.Equal(Bubble.Time(options, time.Forward, time.Backward), timeline.Makespan - timeline.Busy[stage]);
            Assert.Equal(Bubble.Rate(options, time.Forward, time.Backward), timeline.BubbleOf(stage), 1e-12);
        });
    }));

    /// <summary>The check value of the zero-bubble paper's formula, with backward passes of two equal parts (arXiv:2401.10241).</summary>
    [Fact]
    public void Rate_EightStagesTwentyFourMicrobatches_IsThePapers()
    {
        var options = Every.Of(PipelineScheduleKind.OneForwardOneBackward, 8, 24);

        Assert.Equal(21.0 / 93, Bubble.Rate(options, forward: 1, backward: 2));
        Assert.Equal(93, Timeline.Of(options, TimelineOptions.Even(8, backward: 2)).Makespan);
    }

    [Fact]
    public void Of_OneSlot_LocksNobodyUp() => Assert.All(Every.Small, options => Assert.All(Times, time =>
    {
        var timeline = Timeline.Of(options, Even(options, time.Forward, time.Backward) with { OutputSlots = 1 });

        Assert.True(timeline.IsComplete, string.Join("; ", timeline.Waits));
    }));

    /// <summary>Where nothing takes time on its way, the second slot is all that a producer needs to go on.</summary>
    [Fact]
    public void Of_TwoSlots_TakeNoLongerThanAnyNumberInOneForwardOneBackward() => Assert.All(
        Every.Small.Where(options => options.Kind != PipelineScheduleKind.Interleaved),
        options => Assert.Equal(
            Timeline.Of(options, TimelineOptions.Even(options.Stages)).Makespan,
            Timeline.Of(options, TimelineOptions.Even(options.Stages) with { OutputSlots = 2 }).Makespan));

    [Fact]
    public void Of_AnyDelaysAndSlots_KeepsEachStagesOrderAndAllDependencies() => Assert.All(Every.Small, options =>
    {
        var random = new Random((options.Stages * 100) + options.Microbatches);
        var programs = PipelineSchedule.Build(options);
        var routes = PipelineRoutes.Straight(options);

        var timeline = Timeline.Of(programs, routes, Timings.Any(random, routes.Chunks, slots: 1 + random.Next(3)));

        Timings.AssertHolds(timeline, programs);
    });

    [Fact]
    public void Of_ProgramsThatWaitForEachOther_SaysWhoWaitsForWhom()
    {
        var routes = PipelineRoutes.Straight(Every.Of(PipelineScheduleKind.Gpipe, 2, 1));
        StageProgram first = new(0, [new(PassKind.Backward, 0, 0), new(PassKind.Forward, 0, 0)]);
        StageProgram second = new(1, [new(PassKind.Forward, 0, 1), new(PassKind.Backward, 0, 1)]);

        var timeline = Timeline.Of([first, second], routes, TimelineOptions.Even(2));

        Assert.False(timeline.IsComplete);
        Assert.Equal(
            ["stage 0 waits with B0 of chunk 0 for B0 of chunk 1 of stage 1", "stage 1 waits with F0 of chunk 1 for F0 of chunk 0 of stage 0"],
            timeline.Waits.Select(wait => wait.ToString()));
    }

    /// <summary>A stage that takes microbatches against their order needs a slot for each that it lets wait.</summary>
    [Fact]
    public void Of_ConsumerThatTakesTheLastFirst_LocksUpWithTooFewSlots()
    {
        var routes = PipelineRoutes.Straight(Every.Of(PipelineScheduleKind.Gpipe, 2, 3));
        StageProgram first = new(0, [.. Passes(PassKind.Forward, 0, [0, 1, 2]), .. Passes(PassKind.Backward, 0, [0, 1, 2])]);
        StageProgram second = new(1, [.. Passes(PassKind.Forward, 1, [2, 1, 0]), .. Passes(PassKind.Backward, 1, [0, 1, 2])]);
        var options = TimelineOptions.Even(2);

        var stuck = Timeline.Of([first, second], routes, options with { OutputSlots = 2 });
        var free = Timeline.Of([first, second], routes, options with { OutputSlots = 3 });

        Assert.True(free.IsComplete);
        Assert.Equal("stage 0 waits with F2 of chunk 0 for stage 1 to free a slot as F2 of chunk 1 would take it", $"{stuck.Waits[0]}");
        Assert.Equal("stage 1 waits with F2 of chunk 1 for F2 of chunk 0 of stage 0", $"{stuck.Waits[1]}");

        static IEnumerable<Pass> Passes(PassKind kind, int chunk, int[] microbatches) =>
            microbatches.Select(microbatch => new Pass(kind, microbatch, chunk));
    }

    /// <summary>A producer of q slots with a consumer that never comes fires q times.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Of_StalledConsumer_LetsTheProducerFireOnceASlot(int slots)
    {
        var options = Every.Of(PipelineScheduleKind.Gpipe, 2, 5);
        var programs = PipelineSchedule.Build(options).SetItem(1, new StageProgram(1, []));

        var timeline = Timeline.Of(programs, PipelineRoutes.Straight(options), TimelineOptions.Even(2) with { OutputSlots = slots });

        Assert.Equal(slots, timeline.Stages[0].Length);
    }

    /// <summary>One output is sent after the other, each within 2 units, and all are as late.</summary>
    [Fact]
    public void Of_SlowLink_SendsOneOutputAfterTheOther()
    {
        var options = TimelineOptions.Even(2) with { Sending = _ => 2, Latency = _ => 10 };

        var timeline = Timeline.Of(Every.Of(PipelineScheduleKind.Gpipe, 2, 3), options);

        Assert.Equal([13.0, 15, 17], timeline.Stages[1].Take(3).Select(made => made.Start));
    }

    [Fact]
    public void PeakHeldBy_OneForwardOneBackward_IsTheStagesFromThisOn()
    {
        var timeline = Timeline.Of(Every.Of(PipelineScheduleKind.OneForwardOneBackward, 4, 8), TimelineOptions.Even(4));

        Assert.Equal([4, 3, 2, 1], Enumerable.Range(0, 4).Select(timeline.PeakHeldBy));
    }

    private static TimelineOptions Even(ScheduleOptions options, double forward, double backward) => new()
    {
        Forward = [.. Enumerable.Repeat(forward / options.Chunks, options.AllChunks)],
        Backward = [.. Enumerable.Repeat(backward / options.Chunks, options.AllChunks)],
    };
}
