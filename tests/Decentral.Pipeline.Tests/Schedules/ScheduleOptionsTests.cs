using Decentral.Training.Jobs;

namespace Decentral.Pipeline.Tests.Schedules;

public sealed class ScheduleOptionsTests
{
    [Theory]
    [InlineData(PipelineScheduleKind.OneForwardOneBackward, 6, 8, 1, "6 stages need as many layers, but the model has 4: the nearest plan that works has 4 stages with 8 microbatches.")]
    [InlineData(PipelineScheduleKind.Interleaved, 2, 8, 3, "2 stages of 3 chunks need 6 layers, but the model has 4: the nearest plan that works has 2 stages of 2 chunks with 8 microbatches.")]
    [InlineData(PipelineScheduleKind.Interleaved, 3, 1, 1, "1 is no multiple of 3: the nearest plan that works has 3 stages with 3 microbatches.")]
    [InlineData(PipelineScheduleKind.Interleaved, 4, 5, 1, "5 is no multiple of 4: the nearest plan that works has 4 stages with 4 microbatches.")]
    [InlineData(PipelineScheduleKind.Gpipe, 2, 8, 2, "Stages have 2 chunks in an interleaved schedule only: the nearest plan that works has 2 stages with 8 microbatches.")]
    [InlineData(PipelineScheduleKind.Gpipe, 0, 0, 1, "Stages, microbatches and chunks are 1 or more, but these are 0, 0 and 1: the nearest plan that works has 1 stage with 1 microbatch.")]
    public void Check_WhatDoesNotFit_IsToldWithTheNumbersAndTheNearest(PipelineScheduleKind kind, int stages, int microbatches, int chunks, string expected)
    {
        var problem = Every.Of(kind, stages, microbatches, chunks).Check(layers: 4);

        Assert.EndsWith(expected, problem?.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Check_AnyNumbers_NamesAPlanThatWorks()
    {
        var all =
            from kind in Enum.GetValues<PipelineScheduleKind>()
            from stages in Enumerable.Range(-1, 12)
            from microbatches in Enumerable.Range(-1, 12)
            from chunks in Enumerable.Range(-1, 5)
            from layers in Enumerable.Range(1, 9)
            select (Options: Every.Of(kind, stages, microbatches, chunks), Layers: layers);

        Assert.All(all, plan => Assert.Null(plan.Options.Check(plan.Layers)?.Nearest.Check(plan.Layers)));
    }
}
