using System.Collections.Immutable;

namespace Decentral.Pipeline.Recovery;

/// <summary>A pipeline that has lost stages, and what is left.</summary>
internal sealed record PipelineLoss
{
    /// <summary>How many layers each stage holds, in the order of the model; each at least 1.</summary>
    public required ImmutableArray<int> LayersOfStages { get; init; }

    /// <summary>Where the living stages are: the last step that the whole pipeline finished.</summary>
    public required StateStamp Current { get; init; }

    /// <summary>By rising stage; one at least.</summary>
    public required ImmutableArray<LostStage> Lost { get; init; }

    /// <summary>The step of the newest complete snapshot on disk; null where there is none.</summary>
    public long? DurableStep { get; init; }
}
