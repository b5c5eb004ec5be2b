using Decentral.Models.Arenas;
using Decentral.Models.Decoders;

namespace Decentral.Pipeline.Planning;

/// <summary>
/// The costs of a decoder by formula (arXiv:2401.10241, §3, after arXiv:2104.04473), before anything is measured: a layer's forward pass
/// takes 2 operations a token and weight of its matrices and 4 s h a token for the attention of sequences of s tokens and h columns;
/// both gradients take twice that. With a feed-forward of 4 h these are the papers' s b h (24 h + 4 s) and s b h (48 h + 8 s).
/// </summary>
/// <remarks>
/// Activations are the paper's s b (34 h + 5 a s) bytes of two-byte values, twice for four-byte ones (arXiv:2205.05198, §4.1): more
/// than is held where attention does not keep its weights.
/// </remarks>
public static class DecoderCosts
{
    private const int OperationsAWeight = 2;
    private const int ActivationColumns = 34;
    private const int AttentionShares = 5;

    /// <summary>The costs of a microbatch.</summary>
    /// <param name="decoder">The shape.</param>
    /// <param name="sequences">Of a microbatch, each of the decoder's whole context.</param>
    /// <param name="operationsPerSecond">What a device of speed 1 does.</param>
    /// <param name="stateBytes">Memory of a tensor with its gradients and the optimizer's state.</param>
    public static ModelCosts Of(DecoderOptions decoder, int sequences, double operationsPerSecond, Func<ArenaEntry, long> stateBytes)
    {
        ArgumentNullException.ThrowIfNull(decoder);
        ArgumentNullException.ThrowIfNull(stateBytes);
        ArgumentOutOfRangeException.ThrowIfLessThan(sequences, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(operationsPerSecond, 0);
        var layout = DecoderParameters.LayOut(decoder);
        var tokens = (long)sequences * decoder.Context;
        return new ModelCosts(
            [.. Enumerable.Range(0, decoder.Layers).Select(LayerOf)],
            CostOf(BeforeLayers(layout), operations: tokens * decoder.Width, activations: 0),
            CostOf(
                AfterLayers(layout),
                operations: OperationsAWeight * tokens * decoder.Width * decoder.Vocabulary,
                activations: tokens * decoder.Vocabulary * sizeof(float)),
            tokens * decoder.Width * sizeof(float));

        LayerCost LayerOf(int layer)
        {
            ArenaEntry[] entries = [.. layout.Entries.Where(entry => entry.Layer == layer)];
            var weights = entries.Where(entry => entry.Shape.Length > 1).Sum(entry => entry.Range.Length);
            var perToken = (OperationsAWeight * weights) + (4L * decoder.Context * decoder.Width);
            return CostOf(entries, tokens * perToken, ActivationsOf(decoder, tokens));
        }

        LayerCost CostOf(IEnumerable<ArenaEntry> entries, long operations, long activations)
        {
            var forward = operations / operationsPerSecond;
            return new LayerCost(forward, 2 * forward, entries.Sum(stateBytes), activations);
        }
    }

    private static long ActivationsOf(DecoderOptions decoder, long tokens)
    {
        var halfPrecision = (ActivationColumns * (long)decoder.Width) + (AttentionShares * (long)decoder.Heads * decoder.Context);
        return tokens * halfPrecision * sizeof(float) / 2;
    }

    private static IEnumerable<ArenaEntry> BeforeLayers(ArenaLayout layout) =>
        layout.Entries.TakeWhile(entry => entry.Layer is null);

    /// <summary>A head that is the token embedding too has a copy of it where the last layer is.</summary>
    private static IEnumerable<ArenaEntry> AfterLayers(ArenaLayout layout) => layout.Entries
        .SkipWhile(entry => entry.Layer is null).Where(entry => entry.Layer is null)
        .Concat(layout.Ties.Select(tie => layout[tie.Value]));
}
