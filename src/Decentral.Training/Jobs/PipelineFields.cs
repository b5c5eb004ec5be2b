using static Decentral.Training.Jobs.JobFieldFactory;

namespace Decentral.Training.Jobs;

/// <summary>Stages.</summary>
internal static class PipelineFields
{
    private const int MostStages = 1024;
    private const int MostSlots = 4096;

    /// <summary>What loses so little that each pass may do without the rest of it.</summary>
    private static readonly ChoiceType<CodecKind> ActivationCodec = new(CodecKind.Fp32, CodecKind.Bf16, CodecKind.EightBit);

    public static IReadOnlyList<JobField> All { get; } =
    [
        Integer(
            "pipeline.stages", 0, MostStages, job => job.Pipeline.Stages,
            (job, value) => job with { Pipeline = job.Pipeline with { Stages = value } },
            "Stages of each worker, each on a member of its own; 0: a worker holds the whole model. "
            + "The microbatches of a step are inner.accumulation, each of inner.batch sequences."),
        Choice(
            "pipeline.schedule", job => job.Pipeline.Schedule,
            (job, value) => job with { Pipeline = job.Pipeline with { Schedule = value } },
            "The order in which a stage takes the passes of a step.", NotInStages),
        Integer(
            "pipeline.chunks", 1, MostStages, job => job.Pipeline.Chunks,
            (job, value) => job with { Pipeline = job.Pipeline with { Chunks = value } },
            "Chunks of layers that each stage has; more than one with interleaved only.", NotInStages),
        Integer(
            "pipeline.slots", 1, MostSlots, job => job.Pipeline.Slots,
            (job, value) => job with { Pipeline = job.Pipeline with { Slots = value } },
            "Microbatches that may be given and not yet used up between two chunks, of each kind: bounds the memory.",
            NotInStages),
        Required(
            "pipeline.activations", ActivationCodec, job => job.Pipeline.Activations,
            (job, value) => job with { Pipeline = job.Pipeline with { Activations = value } },
            "The form in which activations and their gradients go from stage to stage.", idle: NotInStages),
        Choice(
            "pipeline.buddy", job => job.Pipeline.Buddy,
            (job, value) => job with { Pipeline = job.Pipeline with { Buddy = value } },
            "What stages keep of each other's states, from which a lost one is made again exactly.", NotInStages),
        Integer(
            "pipeline.copies", 1, MostSteps, job => job.Pipeline.Copies,
            (job, value) => job with { Pipeline = job.Pipeline with { Copies = value } },
            "Steps from one copy of the states to the next; a loss undoes about as many.",
            job => NotInStages(job) ?? (job.Pipeline.Buddy == BuddyKind.None ? "pipeline.buddy is none" : null)),
        Optional(
            "pipeline.neighbours", new ChoiceType<NeighbourKind>(), job => job.Pipeline.Neighbours,
            (job, value) => job with { Pipeline = job.Pipeline with { Neighbours = value } },
            "checkfree; none with several chunks",
            "Whether a lost stage without a copy may be made from the layers beside it, which is not exact.", NotInStages),
        Integer(
            "pipeline.power", 1, 2, job => job.Pipeline.Power,
            (job, value) => job with { Pipeline = job.Pipeline with { Power = value } },
            "Whether neighbours count by the norms of their gradients (1) or by their squares (2).",
            job => NotInStages(job) ?? (job.Pipeline.ResolvedNeighbours == NeighbourKind.None ? "pipeline.neighbours is none" : null)),
    ];

    private static string? NotInStages(Job job) => job.Pipeline.Stages == 0 ? "pipeline.stages is 0" : null;
}
