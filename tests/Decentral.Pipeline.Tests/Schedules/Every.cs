using Decentral.Pipeline.Schedules;
using Decentral.Training.Jobs;

namespace Decentral.Pipeline.Tests.Schedules;

/// <summary>Schedules that tests go through.</summary>
internal static class Every
{
    /// <summary>All valid ones with 1 to 8 stages, 1 to 16 microbatches and 1 to 3 chunks.</summary>
    public static IEnumerable<ScheduleOptions> Small =>
        from kind in Enum.GetValues<PipelineScheduleKind>()
        from stages in Enumerable.Range(1, 8)
        from microbatches in Enumerable.Range(1, 16)
        from chunks in Enumerable.Range(1, 3)
        let options = new ScheduleOptions { Kind = kind, Stages = stages, Microbatches = microbatches, Chunks = chunks }
        where options.Check() is null
        select options;

    public static ScheduleOptions Of(PipelineScheduleKind kind, int stages, int microbatches, int chunks = 1) =>
        new() { Kind = kind, Stages = stages, Microbatches = microbatches, Chunks = chunks };
}
