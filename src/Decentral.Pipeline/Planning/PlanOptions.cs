using System.Diagnostics;
using Decentral.Pipeline.Schedules;
using Decentral.Training.Jobs;

namespace Decentral.Pipeline.Planning;

/// <summary>What a plan is to be for.</summary>
public sealed record PlanOptions
{
    /// <summary>In which order stages take their passes, which sets how many microbatches they hold.</summary>
    public PipelineScheduleKind Schedule { get; init; } = PipelineScheduleKind.OneForwardOneBackward;

    /// <summary>Microbatches of a step, at least 1.</summary>
    public required int Microbatches { get; init; }

    /// <summary>Chunks of each stage; 1 unless the schedule is interleaved.</summary>
    public int Chunks { get; init; } = 1;

    /// <summary>Stages; null for as many as make a step the shortest.</summary>
    public int? Stages { get; init; }

    /// <summary>
    /// Whether the first two stages have equally many layers, and the last two, as each is to stand in for the other (CheckFree+,
    /// arXiv:2506.15461, §4).
    /// </summary>
    public bool HasTwins { get; init; }

    /// <summary>The schedule with some stages.</summary>
    public ScheduleOptions ScheduleFor(int stages) =>
        new() { Kind = Schedule, Stages = stages, Microbatches = Microbatches, Chunks = Chunks };

    /// <summary>Microbatches that a stage holds at most, where stages have one chunk.</summary>
    /// <param name="fromEnd">The stages from this on, itself included.</param>
    internal int HeldBy(int fromEnd) => Math.Min(Microbatches, Schedule switch
    {
        PipelineScheduleKind.Gpipe => Microbatches,
        PipelineScheduleKind.OneForwardOneBackward => fromEnd,
        PipelineScheduleKind.Interleaved => (2 * fromEnd) - 1,
        _ => throw new UnreachableException(),
    });
}
