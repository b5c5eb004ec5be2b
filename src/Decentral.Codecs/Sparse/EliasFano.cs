using System.Numerics;

namespace Decentral.Codecs.Sparse;

/// <summary>
/// Ascending indices in a number of bits that depends on nothing but how many they are and what they are below (Elias
/// 1974, Fano 1971; Vigna, arXiv:1206.4300): their lowest bits as they are, and the rest as one bit for each, at its
/// rest plus its rank. 64 of 4,096 take 8 bits each, where packed ones take 12, Rice-coded gaps 7.5 on average, and no
/// code takes less than 7.36 on average.
/// </summary>
internal static class EliasFano
{
    /// <summary>Bytes of some indices.</summary>
    /// <param name="count">At least 1.</param>
    /// <param name="bound">What they are below; at least their number.</param>
    internal static int BytesOf(int count, int bound)
    {
        var lowBits = LowBits(count, bound);
        return LowBytes(count, lowBits) + HighBytes(count, bound, lowBits);
    }

    /// <summary>Encodes indices.</summary>
    /// <param name="indices">Strictly ascending.</param>
    /// <param name="bound">What they are below.</param>
    /// <param name="destination">As long as <see cref="BytesOf"/> says; all of it is written.</param>
    internal static void Encode(ReadOnlySpan<ushort> indices, int bound, Span<byte> destination)
    {
        var lowBits = LowBits(indices.Length, bound);
        var high = destination[LowBytes(indices.Length, lowBits)..];
        destination.Clear();
        for (var rank = 0; rank < indices.Length; rank++)
        {
            var position = (indices[rank] >> lowBits) + rank;
            high[position / 8] |= (byte)(1 << (position % 8));
        }

        WriteLow(indices, lowBits, destination);
    }

    /// <summary>Decodes bytes from anywhere.</summary>
    /// <param name="encoded">As long as <see cref="BytesOf"/> says.</param>
    /// <param name="bound">What the indices are below.</param>
    /// <param name="indices">As many as were encoded.</param>
    /// <returns>False unless <see cref="Encode"/> gives exactly these bytes for some indices.</returns>
    internal static bool TryDecode(ReadOnlySpan<byte> encoded, int bound, Span<ushort> indices)
    {
        var lowBits = LowBits(indices.Length, bound);
        var lowBytes = LowBytes(indices.Length, lowBits);
        return TryReadHigh(encoded[lowBytes..], lowBits, indices)
            && TryReadLow(encoded[..lowBytes], lowBits, indices)
            && Ascend(indices, bound);
    }

    private static void WriteLow(ReadOnlySpan<ushort> indices, int lowBits, Span<byte> destination)
    {
        var (pending, pendingBits, written) = (0u, 0, 0);
        foreach (var index in indices)
        {
            pending |= (index & Mask(lowBits)) << pendingBits;
            pendingBits += lowBits;
            for (; pendingBits >= 8; pendingBits -= 8)
            {
                destination[written++] = (byte)pending;
                pending >>= 8;
            }
        }

        if (pendingBits > 0)
        {
            destination[written] = (byte)pending;
        }
    }

    private static bool TryReadHigh(ReadOnlySpan<byte> high, int lowBits, Span<ushort> indices)
    {
        var rank = 0;
        for (var start = 0; start < high.Length; start++)
        {
            for (uint bits = high[start]; bits != 0; bits &= bits - 1)
            {
                if (rank == indices.Length)
                {
                    return false;
                }

                var position = (start * 8) + BitOperations.TrailingZeroCount(bits);
                indices[rank] = (ushort)((position - rank) << lowBits);
                rank++;
            }
        }

        return rank == indices.Length;
    }

    /// <returns>False when a spare bit is set.</returns>
    private static bool TryReadLow(ReadOnlySpan<byte> low, int lowBits, Span<ushort> indices)
    {
        var (pending, pendingBits, read) = (0u, 0, 0);
        for (var rank = 0; rank < indices.Length; rank++)
        {
            for (; pendingBits < lowBits; pendingBits += 8)
            {
                pending |= (uint)low[read++] << pendingBits;
            }

            indices[rank] |= (ushort)(pending & Mask(lowBits));
            pending >>= lowBits;
            pendingBits -= lowBits;
        }

        return pending == 0;
    }

    private static bool Ascend(ReadOnlySpan<ushort> indices, int bound)
    {
        for (var rank = 1; rank < indices.Length; rank++)
        {
            if (indices[rank] <= indices[rank - 1])
            {
                return false;
            }
        }

        return indices[^1] < bound;
    }

    // The mean gap in bits, rounded down: no other number of low bits takes less, but for a byte.
    private static int LowBits(int count, int bound) => BitOperations.Log2((uint)(bound / count));

    private static int LowBytes(int count, int lowBits) => ((count * lowBits) + 7) / 8;

    private static int HighBytes(int count, int bound, int lowBits) => (count + ((bound - 1) >> lowBits) + 7) / 8;

    private static uint Mask(int bits) => (1u << bits) - 1;
}
