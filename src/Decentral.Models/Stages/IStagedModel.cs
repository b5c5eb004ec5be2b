using System.Collections.Immutable;
using Decentral.Models.Arenas;

namespace Decentral.Models.Stages;

/// <summary>A model that can be cut between its layers.</summary>
public interface IStagedModel
{
    /// <summary>Layers between the embedding and the head.</summary>
    int Layers { get; }

    /// <summary>
    /// The tensor that is both embedding and head, so that a stage with the head alone has a copy of it; null where there is none.
    /// </summary>
    string? TiedName { get; }

    /// <summary>Values that cross from one layer to the next for a microbatch.</summary>
    /// <param name="sequences">Of the microbatch.</param>
    /// <param name="length">Inputs of each.</param>
    int BoundaryLength(int sequences, int length);

    /// <summary>The parameters of some parts, named as in the whole model.</summary>
    ArenaLayout LayOut(ImmutableArray<ModelPart> parts);

    /// <summary>
    /// A stage with some parts, whose parameters are those that a run starts from: they depend on the run's seed and their names, not
    /// on how the model is cut.
    /// </summary>
    IStageReplica CreateStage(ImmutableArray<ModelPart> parts);
}
