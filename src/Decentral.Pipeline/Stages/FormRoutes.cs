using System.Collections.Immutable;
using Decentral.Pipeline.Protocol;
using Decentral.Pipeline.Schedules;

namespace Decentral.Pipeline.Stages;

/// <summary>The way of every microbatch through a form, and what each stage does in a step: equal on all members.</summary>
internal sealed class FormRoutes
{
    private readonly ImmutableArray<StageProgram> _programs;

    public FormRoutes(PipelineForm form)
    {
        // An order that one slot an edge is enough for does with more as well.
        Routes = form.IsSwapped
            ? PipelineRoutes.Swapped(form.Schedule.Stages, form.Schedule.Microbatches)
            : PipelineRoutes.Straight(form.Schedule);
        _programs = form.IsSwapped ? GreedySchedule.Build(Routes, form.Schedule.Stages, TimelineOptions.Even(Routes.Chunks) with { OutputSlots = 1 }) : PipelineSchedule.Build(form.Schedule);
    }

    /// <summary>Where the chunks are.</summary>
    public PipelineRoutes Routes { get; }

    /// <summary>What a stage does in a step.</summary>
    public StageProgram ProgramOf(int stage) => _programs[stage];

    /// <summary>A chunk's place among the parts of its stage.</summary>
    public int PartOf(int chunk) => Routes.StageOfChunk.Take(chunk).Count(stage => stage == Routes.StageOfChunk[chunk]);
}
