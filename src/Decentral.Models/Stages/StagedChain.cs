using System.Collections.Immutable;
using Decentral.Models.Arenas;
using Decentral.Models.Optimizers;
using Decentral.Models.Randomness;
using Decentral.Models.Replicas;

namespace Decentral.Models.Stages;

/// <summary>
/// A chain of small layers in place of a language model: a few dozen parameters, gradients in a fixed order, no native library and
/// equal bits on every machine. The protocol of pipelines is run over it in simulation, thousands of steps a second.
/// </summary>
public sealed class StagedChain(ChainOptions options, InnerOptimizerOptions optimizer, ulong seed) : IStagedModel
{
    internal const string Embedding = "embedding.weight";
    internal const string Head = "head.weight";

    /// <inheritdoc/>
    public int Layers => options.Layers;

    /// <inheritdoc/>
    public string? TiedName => options.IsTied ? Embedding : null;

    /// <inheritdoc/>
    public int BoundaryLength(int sequences, int length) => checked(sequences * options.Width);

    /// <inheritdoc/>
    public ArenaLayout LayOut(ImmutableArray<ModelPart> parts)
    {
        var builder = new ArenaLayoutBuilder();
        var hasHead = parts.Any(part => part.HasHead);
        if (parts.Any(part => part.HasEmbedding) || (hasHead && options.IsTied))
        {
            builder.Add(Embedding, [options.Vocabulary, options.Width]);
        }

        for (var layer = 0; layer < options.Layers; layer++)
        {
            if (parts.Any(part => part.Layers.Contains(layer)))
            {
                builder.Add(Gain(layer), [options.Width], layer);
                builder.Add(Bias(layer), [options.Width], layer);
            }
        }

        return (hasHead ? options.IsTied ? builder.Tie(Head, Embedding) : builder.Add(Head, [options.Vocabulary, options.Width]) : builder)
            .Build();
    }

    /// <inheritdoc/>
    public IStageReplica CreateStage(ImmutableArray<ModelPart> parts)
    {
        foreach (var part in parts)
        {
            part.RequireIn(Layers);
        }

        var memory = new HostReplicaMemory(LayOut(parts), optimizer);
        foreach (var entry in memory.Layout.Entries)
        {
            var random = new RandomSequence(seed, RandomPurpose.Initialization(entry.Name));
            random.FillNormal(memory.Parameters.Span(entry.Range), 0, 0.5);
        }

        return new ChainStage(options, parts, memory);
    }

    internal static string Gain(int layer) => $"layers.{layer}.weight";

    internal static string Bias(int layer) => $"layers.{layer}.bias";
}
