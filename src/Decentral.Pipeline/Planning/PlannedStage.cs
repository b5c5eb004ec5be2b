using System.Collections.Immutable;
using Decentral.Models.Decoders;

namespace Decentral.Pipeline.Planning;

/// <summary>What a member is to do.</summary>
public sealed record PlannedStage
{
    /// <summary>Who has the stage.</summary>
    public required PipelineMember Member { get; init; }

    /// <summary>Its layers, one range for each of its chunks.</summary>
    public required ImmutableArray<LayerRange> Chunks { get; init; }

    /// <summary>What they take, on a device of speed 1.</summary>
    public required LayerCost Cost { get; init; }

    /// <summary>Of handing over a microbatch to the next stage, and of its gradients back; 0 for the last.</summary>
    public required double HandOverSeconds { get; init; }

    /// <summary>Microbatches that it holds at most, once for each chunk that they are in.</summary>
    public required int Held { get; init; }

    /// <summary>Memory at its peak.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>Of both passes of a microbatch.</summary>
    public double ComputeSeconds => Cost.Seconds / Member.Speed;

    /// <summary>For which a microbatch occupies it.</summary>
    public double Seconds => ComputeSeconds + HandOverSeconds;

    /// <summary>How many layers it has.</summary>
    public int Layers => Chunks.Sum(chunk => chunk.Count);
}
