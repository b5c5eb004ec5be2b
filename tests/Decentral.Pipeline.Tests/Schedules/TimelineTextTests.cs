using Decentral.Pipeline.Schedules;
using Decentral.Training.Jobs;

namespace Decentral.Pipeline.Tests.Schedules;

public sealed class TimelineTextTests
{
    [Fact]
    public void Write_OneForwardOneBackward_IsTheDrawing()
    {
        var timeline = Timeline.Of(Every.Of(PipelineScheduleKind.OneForwardOneBackward, 3, 4), TimelineOptions.Even(3, backward: 2));

        Assert.Equal(
            """
            stage 0 F0 F1 F2 .  .  .  .  B0 -- F3 B1 -- .  B2 -- .  B3 --
            stage 1 .  F0 F1 .  .  B0 -- F2 B1 -- F3 B2 -- .  B3 -- .  .
            stage 2 .  .  F0 B0 -- F1 B1 -- F2 B2 -- F3 B3 -- .  .  .  .

            """,
            TimelineText.Write(timeline, 100));
    }

    [Fact]
    public void Write_Narrow_GoesOnInBandsThatFit()
    {
        var timeline = Timeline.Of(Every.Of(PipelineScheduleKind.Gpipe, 4, 16), TimelineOptions.Even(4, backward: 1.7));

        var text = TimelineText.Write(timeline, 40);

        Assert.All(text.Split('\n'), line => Assert.InRange(line.Length, 0, 40));
        for (var microbatch = 0; microbatch < 16; microbatch++)
        {
            Assert.Equal(4, text.Split([' ', '\n']).Count(word => word == $"B{microbatch}"));
        }
    }

    [Fact]
    public void Write_Interleaved_SaysWhichChunk()
    {
        var timeline = Timeline.Of(Every.Of(PipelineScheduleKind.Interleaved, 2, 2, 2), TimelineOptions.Even(4));

        Assert.StartsWith("stage 0 F0a F1a F0b F1b ", TimelineText.Write(timeline, 100), StringComparison.Ordinal);
    }
}
