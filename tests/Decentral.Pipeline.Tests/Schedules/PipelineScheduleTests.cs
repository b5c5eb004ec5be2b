using Decentral.Pipeline.Schedules;
using Decentral.Training.Jobs;

namespace Decentral.Pipeline.Tests.Schedules;

public sealed class PipelineScheduleTests
{
    [Fact]
    public void Build_EverySchedule_HasEachPassOnceOnItsStage() => Assert.All(Every.Small, options =>
    {
        var passes = PipelineSchedule.Build(options).SelectMany(program => program.Passes.Select(pass => (program.Stage, pass))).ToArray();

        Assert.Equal(2 * options.Microbatches * options.AllChunks, passes.Length);
        Assert.Distinct(passes.Select(made => made.pass));
        Assert.All(passes, made =>
        {
            Assert.Equal(made.Stage, made.pass.Chunk % options.Stages);
            Assert.InRange(made.pass.Microbatch, 0, options.Microbatches - 1);
            Assert.InRange(made.pass.Chunk, 0, options.AllChunks - 1);
        });
    });

    [Fact]
    public void Build_EverySchedule_HasForwardBeforeBackward() => Assert.All(Every.Small, options =>
        Assert.All(PipelineSchedule.Build(options), program =>
        {
            var backward = program.Passes.Where(pass => pass.Kind == PassKind.Backward);
            Assert.All(backward, pass => Assert.True(
                program.Passes.IndexOf(pass with { Kind = PassKind.Forward }) < program.Passes.IndexOf(pass)));
        }));

    [Theory]
    [InlineData(0, "F0 F1 F2 F3 B0 F4 B1 B2 B3 B4")]
    [InlineData(2, "F0 F1 B0 F2 B1 F3 B2 F4 B3 B4")]
    [InlineData(3, "F0 B0 F1 B1 F2 B2 F3 B3 F4 B4")]
    public void Build_OneForwardOneBackward_WarmsUpByTheStagesThatFollow(int stage, string expected)
    {
        var program = PipelineSchedule.Build(Every.Of(PipelineScheduleKind.OneForwardOneBackward, 4, 5))[stage];

        Assert.Equal(expected, string.Join(' ', program.Passes.Select(pass => pass.Label)));
    }

    /// <summary>Megatron-LM's table of 2 stages, 4 microbatches, 2 chunks: groups of two microbatches a chunk.</summary>
    [Fact]
    public void Build_Interleaved_TakesChunksByGroupsOfAsManyMicrobatchesAsStages()
    {
        var programs = PipelineSchedule.Build(Every.Of(PipelineScheduleKind.Interleaved, 2, 4, 2));

        Assert.Equal("F0.0 F1.0 F0.2 F1.2 F2.0 B0.2 F3.0 B1.2 F2.2 B0.0 F3.2 B1.0 B2.2 B3.2 B2.0 B3.0", Written(programs[0]));
        Assert.Equal("F0.1 F1.1 F0.3 B0.3 F1.3 B1.3 F2.1 B0.1 F3.1 B1.1 F2.3 B2.3 F3.3 B3.3 B2.1 B3.1", Written(programs[1]));

        static string Written(StageProgram program) =>
            string.Join(' ', program.Passes.Select(pass => $"{pass.Label}.{pass.Chunk}"));
    }

    [Fact]
    public void PeakHeld_GpipeAndOneForwardOneBackward_AreAllAndTheStagesFromThisOn() => Assert.All(
        Every.Small.Where(options => options.Kind != PipelineScheduleKind.Interleaved),
        options => Assert.All(PipelineSchedule.Build(options), program => Assert.Equal(
            options.Kind == PipelineScheduleKind.Gpipe
                ? options.Microbatches
                : Math.Min(options.Microbatches, options.Stages - program.Stage),
            program.PeakHeld(program.Stage))));

    /// <summary>p (1 + (p - 1) / (p v)) microbatches of a whole stage, which has v chunks (arXiv:2104.04473).</summary>
    [Fact]
    public void PeakBytes_InterleavedFirstStage_IsWhatThePaperSays() => Assert.All(
        Every.Small.Where(options => options.Kind == PipelineScheduleKind.Interleaved && options.Microbatches >= 2 * options.Stages),
        options => Assert.Equal(
            (options.Stages * options.Chunks) + options.Stages - 1,
            PipelineSchedule.Build(options)[0].PeakBytes(_ => 1)));

    [Fact]
    public void Build_NoSuchSchedule_SaysWhichIsNearest()
    {
        var error = Assert.Throws<ArgumentException>(() => PipelineSchedule.Build(Every.Of(PipelineScheduleKind.Interleaved, 4, 6, 2)));

        Assert.Contains("6 is no multiple of 4: the nearest plan that works has 4 stages of 2 chunks with 8 microbatches.", error.Message, StringComparison.Ordinal);
    }
}
