namespace Decentral.Training.Jobs;

/// <summary>How the model of each worker is cut into stages, and what keeps a pipeline alive.</summary>
public sealed record PipelineOptions
{
    /// <summary>Stages of each worker, each on a member of its own; 0: a worker holds the whole model.</summary>
    public int Stages { get; init; }

    /// <summary>The order in which a stage takes the passes of a step.</summary>
    public PipelineScheduleKind Schedule { get; init; } = PipelineScheduleKind.OneForwardOneBackward;

    /// <summary>Chunks of layers that each stage has; 1 unless the schedule is interleaved.</summary>
    public int Chunks { get; init; } = 1;

    /// <summary>Of each kind between two chunks, how many microbatches may be given and not yet used up.</summary>
    public int Slots { get; init; } = 2;

    /// <summary>How activations and their gradients cross links: fp32, bf16 or int8.</summary>
    public CodecKind Activations { get; init; } = CodecKind.Fp32;

    /// <summary>What members keep of each other's states.</summary>
    public BuddyKind Buddy { get; init; } = BuddyKind.Copy;

    /// <summary>Steps from one copy of the states to the next.</summary>
    public int Copies { get; init; } = 1;

    /// <summary>Whether a lost stage may be made from its neighbours; null: see <see cref="ResolvedNeighbours"/>.</summary>
    public NeighbourKind? Neighbours { get; init; }

    /// <summary>Whether neighbours count by the norms of their gradients (1) or by their squares (2).</summary>
    public int Power { get; init; } = 1;

    /// <summary>The same with its default: CheckFree, but where the layers of a stage are not side by side.</summary>
    public NeighbourKind ResolvedNeighbours => Neighbours ?? (Chunks == 1 ? NeighbourKind.CheckFree : NeighbourKind.None);
}
