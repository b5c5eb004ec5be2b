using Decentral.Actors.Transfers;
using Decentral.Pipeline.Schedules;
using Decentral.Pipeline.Stages;

namespace Decentral.Pipeline.Tests.Stages;

public sealed class StepProgressTests
{
    private const int Stage = 1;

    private static readonly ScheduleOptions Options = new() { Stages = 2, Microbatches = 3 };

    [Fact]
    public void Arrive_PassOfTheStage_IsDue()
    {
        using var progress = Progress();
        var pass = new Pass(PassKind.Forward, Microbatch: 0, Chunk: 1);

        progress.Arrive(pass, Payload.CopyOf([1]));

        Assert.Equal(pass, progress.Due);
    }

    /// <summary>Another node says what it is for: it may name anything.</summary>
    [Theory]
    [InlineData(0, 2)]
    [InlineData(0, 65_535)]
    [InlineData(3, 1)]
    [InlineData(65_535, 1)]
    [InlineData(0, 0)]
    public void Arrive_PassThatIsNotOfTheStage_IsDisposedOf(int microbatch, int chunk)
    {
        using var progress = Progress();
        var payload = Payload.CopyOf([1]);

        progress.Arrive(new Pass(PassKind.Forward, microbatch, chunk), payload);

        Assert.Null(progress.Due);
        Assert.Throws<ObjectDisposedException>(() => payload.Bytes);
    }

    private static StepProgress Progress() =>
        new(PipelineRoutes.Straight(Options), PipelineSchedule.Build(Options)[Stage], slots: 2);
}
