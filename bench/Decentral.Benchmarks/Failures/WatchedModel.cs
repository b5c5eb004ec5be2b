using System.Collections.Immutable;
using Decentral.Models.Arenas;
using Decentral.Models.Stages;

namespace Decentral.Benchmarks.Failures;

/// <summary>A member's model, of which the stage that it has at the moment can be looked at between two steps.</summary>
internal sealed class WatchedModel(IStagedModel model) : IStagedModel
{
    /// <summary>What was made last.</summary>
    public IStageReplica? Present { get; private set; }

    public int Layers => model.Layers;

    public string? TiedName => model.TiedName;

    public int BoundaryLength(int sequences, int length) => model.BoundaryLength(sequences, length);

    public ArenaLayout LayOut(ImmutableArray<ModelPart> parts) => model.LayOut(parts);

    public IStageReplica CreateStage(ImmutableArray<ModelPart> parts) => Present = model.CreateStage(parts);
}
