using System.Collections.Immutable;
using Decentral.Models.Decoders;

namespace Decentral.Pipeline.Planning;

/// <summary>What the layers of a model take; the embedding goes with the first of them, and the head with the last.</summary>
public sealed class ModelCosts
{
    private readonly ImmutableArray<LayerCost> _before;

    /// <param name="layers">By layer, at least one.</param>
    /// <param name="embedding">Of what comes before the first.</param>
    /// <param name="head">Of what comes after the last, with the loss.</param>
    /// <param name="boundaryBytes">What a microbatch's activations come to between two layers; their gradients as much.</param>
    public ModelCosts(ImmutableArray<LayerCost> layers, LayerCost embedding, LayerCost head, long boundaryBytes)
    {
        ArgumentOutOfRangeException.ThrowIfZero(layers.Length);
        (Embedding, Head) = (embedding, head);
        BoundaryBytes = boundaryBytes;
        Layers = layers;
        _before = [.. Sums(layers)];
    }

    /// <summary>By layer, without embedding and head.</summary>
    public ImmutableArray<LayerCost> Layers { get; }

    /// <summary>What comes before the first layer.</summary>
    public LayerCost Embedding { get; }

    /// <summary>What comes after the last layer.</summary>
    public LayerCost Head { get; }

    /// <summary>What crosses between two stages for a microbatch, each way.</summary>
    public long BoundaryBytes { get; }

    /// <summary>The whole model.</summary>
    public LayerCost All => Of(new LayerRange(0, Layers.Length));

    /// <summary>What some layers take with the embedding or the head, where the first or the last is among them; in constant time.</summary>
    public LayerCost Of(LayerRange layers)
    {
        if (layers.Count == 0)
        {
            return default;
        }

        var cost = _before[layers.End] - _before[layers.First];
        cost = layers.First == 0 ? cost + Embedding : cost;
        return layers.End == Layers.Length ? cost + Head : cost;
    }

    private static IEnumerable<LayerCost> Sums(ImmutableArray<LayerCost> layers)
    {
        LayerCost sum = default;
        yield return sum;
        foreach (var layer in layers)
        {
            sum += layer;
            yield return sum;
        }
    }
}
