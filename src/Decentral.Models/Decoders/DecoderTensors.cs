using System.Collections.Immutable;

namespace Decentral.Models.Decoders;

/// <summary>
/// The parameters of a decoder, or of some parts of one, by their place in it; their owner is whoever made them. What is asked for and
/// is not there was left out of the parts.
/// </summary>
internal sealed class DecoderTensors
{
    private readonly torch.Tensor? _tokens_VC;
    private readonly ImmutableArray<DecoderLayer?> _layers;
    private readonly NormTensors? _lastNorm;
    private readonly torch.Tensor? _head_VC;

    /// <summary>Asks for every parameter once.</summary>
    /// <param name="options">The decoder.</param>
    /// <param name="find">A parameter by its name; null where there is none of that name.</param>
    internal DecoderTensors(DecoderOptions options, Func<string, torch.Tensor?> find)
    {
        _tokens_VC = find(DecoderParameters.Tokens);
        Positions_TC = find(DecoderParameters.Positions);
        _layers = [.. Enumerable.Range(0, options.Layers).Select(layer => FindLayer(options, layer, find))];
        _lastNorm = FindNorm(options, DecoderParameters.LastNorm, find);
        _head_VC = options.TiedHead ? _tokens_VC : find(DecoderParameters.Head);
    }

    /// <summary>The token embedding.</summary>
    internal torch.Tensor Tokens_VC => _tokens_VC ?? throw Missing("token embedding");

    /// <summary>The learned positions; null in a Llama.</summary>
    internal torch.Tensor? Positions_TC { get; }

    /// <summary>Before the head.</summary>
    internal NormTensors LastNorm => _lastNorm ?? throw Missing("last norm");

    /// <summary>The token embedding itself where the head is tied.</summary>
    internal torch.Tensor Head_VC => _head_VC ?? throw Missing("head");

    /// <summary>A layer, from 0.</summary>
    internal DecoderLayer Layer(int layer) => _layers[layer] ?? throw Missing($"layer {layer}");

    private static DecoderLayer? FindLayer(DecoderOptions options, int layer, Func<string, torch.Tensor?> find)
    {
        if (FindNorm(options, DecoderParameters.InLayer(layer, DecoderParameters.AttentionNorm), find) is not { } first)
        {
            return null;
        }

        LinearTensors Linear(string name) => new(
            find(DecoderParameters.InLayer(layer, name) + DecoderParameters.Weight) ?? throw Missing(name),
            find(DecoderParameters.InLayer(layer, name) + DecoderParameters.Bias));

        return new DecoderLayer(
            first,
            Linear(DecoderParameters.QueryKeyValue),
            Linear(DecoderParameters.AttentionOutput),
            FindNorm(options, DecoderParameters.InLayer(layer, DecoderParameters.FeedForwardNorm), find)
                ?? throw Missing(DecoderParameters.FeedForwardNorm),
            Linear(DecoderParameters.FeedForwardIn),
            Linear(DecoderParameters.FeedForwardOut));
    }

    private static NormTensors? FindNorm(DecoderOptions options, string name, Func<string, torch.Tensor?> find) =>
        find(name + DecoderParameters.Weight) is { } weight
            ? new NormTensors(weight, find(name + DecoderParameters.Bias), options.NormEpsilon)
            : null;

    private static InvalidOperationException Missing(string name) => new($"The decoder's {name} is not among these tensors.");
}
