using System.Collections.Immutable;

namespace Decentral.Models.Decoders;

/// <summary>The parameters of a decoder by their place in it; their owner is whoever made them.</summary>
/// <param name="Tokens_VC">The token embedding.</param>
/// <param name="Positions_TC">The learned positions; null in a Llama.</param>
/// <param name="Layers">From the first.</param>
/// <param name="LastNorm">Before the head.</param>
/// <param name="Head_VC">The token embedding itself where the head is tied.</param>
internal sealed record DecoderTensors(
    torch.Tensor Tokens_VC,
    torch.Tensor? Positions_TC,
    ImmutableArray<DecoderLayer> Layers,
    NormTensors LastNorm,
    torch.Tensor Head_VC)
{
    /// <summary>Asks for every parameter once.</summary>
    /// <param name="options">The decoder.</param>
    /// <param name="find">A parameter by its name; null where the family has none of that name.</param>
    internal static DecoderTensors Create(DecoderOptions options, Func<string, torch.Tensor?> find)
    {
        torch.Tensor Require(string name) =>
            find(name) ?? throw new InvalidOperationException($"The decoder's parameter '{name}' was not made.");

        NormTensors Norm(string name) => new(
            Require(name + DecoderParameters.Weight), find(name + DecoderParameters.Bias), options.NormEpsilon);

        LinearTensors Linear(string name) => new(
            Require(name + DecoderParameters.Weight), find(name + DecoderParameters.Bias));

        DecoderLayer Layer(int layer) => new(
            Norm(DecoderParameters.InLayer(layer, DecoderParameters.AttentionNorm)),
            Linear(DecoderParameters.InLayer(layer, DecoderParameters.QueryKeyValue)),
            Linear(DecoderParameters.InLayer(layer, DecoderParameters.AttentionOutput)),
            Norm(DecoderParameters.InLayer(layer, DecoderParameters.FeedForwardNorm)),
            Linear(DecoderParameters.InLayer(layer, DecoderParameters.FeedForwardIn)),
            Linear(DecoderParameters.InLayer(layer, DecoderParameters.FeedForwardOut)));

        var tokens_VC = Require(DecoderParameters.Tokens);
        return new DecoderTensors(
            tokens_VC,
            find(DecoderParameters.Positions),
            [.. Enumerable.Range(0, options.Layers).Select(Layer)],
            Norm(DecoderParameters.LastNorm),
            options.TiedHead ? tokens_VC : Require(DecoderParameters.Head));
    }
}
