using System.Collections.Immutable;
using Decentral.Models.Arenas;
using Decentral.Models.Decoders;

namespace Decentral.Models.Optimizers;

/// <summary>
/// Where a matrix holds several projections, one below another. Orthogonalised together, the largest of them would set
/// the size of the others' updates.
/// </summary>
public static class MuonBlocks
{
    /// <summary>
    /// Queries, keys and values of attention, and Llama's gate and linear part, are blocks of their own; all other
    /// matrices are one block.
    /// </summary>
    /// <param name="options">The decoder whose layout the tensors are of.</param>
    public static Func<ArenaEntry, ImmutableArray<long>> OfDecoder(DecoderOptions options)
    {
        long queries = options.Heads * options.HeadWidth;
        long keys = options.ResolvedKeyValueHeads * options.HeadWidth;
        long inner = options.ResolvedFeedForward;
        return entry =>
        {
            if (IsWeight(entry, DecoderParameters.QueryKeyValue))
            {
                return [queries, keys, keys];
            }

            var isGated = options.Family == DecoderFamily.Llama && IsWeight(entry, DecoderParameters.FeedForwardIn);
            return isGated ? [inner, inner] : [entry.Shape[0]];
        };
    }

    private static bool IsWeight(ArenaEntry entry, string name) => entry.Layer is { } layer &&
        entry.Name == DecoderParameters.InLayer(layer, name) + DecoderParameters.Weight;
}
