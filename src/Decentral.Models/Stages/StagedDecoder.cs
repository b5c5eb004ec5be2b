using System.Collections.Immutable;
using Decentral.Models.Arenas;
using Decentral.Models.Decoders;
using Decentral.Models.Optimizers;

namespace Decentral.Models.Stages;

/// <summary>A decoder to be cut between its layers.</summary>
/// <param name="options">Its shape.</param>
/// <param name="optimizer">The inner optimizer of each stage.</param>
/// <param name="seed">The run's seed, which the first parameters follow from.</param>
/// <param name="device"><c>cpu</c>, <c>cuda</c> or <c>cuda:1</c>.</param>
public sealed class StagedDecoder(
    DecoderOptions options, InnerOptimizerOptions optimizer, ulong seed, string device = "cpu") : IStagedModel
{
    /// <summary>The parameters that a run starts from, of the whole model; null for random ones. Stays the caller's.</summary>
    public Arena? Weights { get; init; }

    /// <inheritdoc/>
    public int Layers => options.Layers;

    /// <inheritdoc/>
    public string? TiedName => options.TiedHead ? DecoderParameters.Tokens : null;

    /// <inheritdoc/>
    public int BoundaryLength(int sequences, int length) => checked(sequences * length * options.Width);

    /// <inheritdoc/>
    public ArenaLayout LayOut(ImmutableArray<ModelPart> parts) => DecoderParameters.LayOut(options, parts);

    /// <inheritdoc/>
    public IStageReplica CreateStage(ImmutableArray<ModelPart> parts)
    {
        var memory = new DecoderMemory(LayOut(parts), optimizer, device);
        memory.Initialize(options, seed);
        if (Weights is { } weights)
        {
            SetParameters(memory, weights);
        }

        return new DecoderStage(options, parts, memory);
    }

    private static void SetParameters(DecoderMemory memory, Arena weights)
    {
        using var own = new Arena(memory.Layout);
        foreach (var entry in memory.Layout.Entries)
        {
            weights.Span(entry.Name).CopyTo(own.Span(entry.Name));
        }

        memory.SetParameters(own);
    }
}
