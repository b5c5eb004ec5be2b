using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Decentral.Codecs.Sparse;

/// <summary>
/// The indices of the greatest magnitudes of a chunk. Magnitudes order like the integers of their bits, so that a radix
/// search, one bit at a time from the top, finds the least one to be kept by counting; nothing is sorted. It may stop
/// as soon as a count is exact.
/// </summary>
internal static class TopKSelection
{
    private const int Step = 16;
    private const int Magnitude = 0x7FFF_FFFF;
    private const int Infinity = 0x7F80_0000;

    /// <summary>Selects as many as there is room for.</summary>
    /// <param name="values">At most <see cref="TopKCodec.ChunkLength"/>; those that are not finite become so.</param>
    /// <param name="indices">At most as many as there are values; afterwards ascending.</param>
    [SkipLocalsInit]
    internal static void Select(Span<float> values, Span<ushort> indices)
    {
        Span<int> buffer = stackalloc int[TopKCodec.ChunkLength];
        var keys = buffer[..((values.Length + Step - 1) / Step * Step)];
        var greatest = ReadKeys(values, keys);
        if (greatest >= Infinity)
        {
            FiniteValue.Replace(values);
            greatest = ReadKeys(values, keys);
        }

        var threshold = Threshold(keys, greatest, indices.Length);
        Collect(keys, threshold, indices);
    }

    /// <summary>The definition: a value is selected when fewer than k others come before it.</summary>
    internal static void SelectReference(Span<float> values, Span<ushort> indices)
    {
        FiniteValue.Replace(values);
        var filled = 0;
        for (var index = 0; index < values.Length; index++)
        {
            var before = 0;
            for (var other = 0; other < values.Length; other++)
            {
                var difference = Math.Abs(values[other]).CompareTo(Math.Abs(values[index]));
                before += difference > 0 || (difference == 0 && other < index) ? 1 : 0;
            }

            if (before < indices.Length)
            {
                indices[filled++] = (ushort)index;
            }
        }
    }

    /// <returns>The greatest key.</returns>
    private static int ReadKeys(ReadOnlySpan<float> values, Span<int> keys)
    {
        var bits = MemoryMarshal.Cast<float, int>(values);
        var whole = bits.Length - (bits.Length % Vector256<int>.Count);
        ref var bit = ref MemoryMarshal.GetReference(bits);
        ref var key = ref MemoryMarshal.GetReference(keys);
        var greatest = Vector256<int>.Zero;
        for (var index = 0; index < whole; index += Vector256<int>.Count)
        {
            var read = Vector256.LoadUnsafe(ref bit, (nuint)index) & Vector256.Create(Magnitude);
            read.StoreUnsafe(ref key, (nuint)index);
            greatest = Vector256.Max(greatest, read);
        }

        // The keys beyond the values are 0, and come after all others with that key.
        keys[whole..].Clear();
        var result = 0;
        for (var index = whole; index < bits.Length; index++)
        {
            keys[index] = bits[index] & Magnitude;
            result = Math.Max(result, keys[index]);
        }

        for (var lane = 0; lane < Vector256<int>.Count; lane++)
        {
            result = Math.Max(result, greatest[lane]);
        }

        return result;
    }

    /// <returns>
    /// The greatest key that at least so many keys reach, or a lesser one that exactly so many reach.
    /// </returns>
    private static int Threshold(ReadOnlySpan<int> keys, int greatest, int kept)
    {
        var threshold = 0;
        for (var bit = 1 << 30; bit != 0; bit >>= 1)
        {
            var candidate = threshold | bit;
            if (candidate > greatest)
            {
                continue;
            }

            var count = CountAtLeast(keys, candidate);
            if (count >= kept)
            {
                threshold = candidate;
            }

            if (count == kept)
            {
                break;
            }
        }

        return threshold;
    }

    /// <param name="keys">In whole steps.</param>
    /// <param name="least">Above the smallest integer.</param>
    private static int CountAtLeast(ReadOnlySpan<int> keys, int least)
    {
        ref var key = ref MemoryMarshal.GetReference(keys);
        var below = Vector256.Create(least - 1);
        var (even, odd) = (Vector256<int>.Zero, Vector256<int>.Zero);
        for (var index = 0; index < keys.Length; index += Step)
        {
            even -= Vector256.GreaterThan(Vector256.LoadUnsafe(ref key, (nuint)index), below);
            odd -= Vector256.GreaterThan(Vector256.LoadUnsafe(ref key, (nuint)index + 8), below);
        }

        return Vector256.Sum(even + odd);
    }

    private static void Collect(ReadOnlySpan<int> keys, int threshold, Span<ushort> indices)
    {
        ref var key = ref MemoryMarshal.GetReference(keys);
        var below = Vector256.Create(threshold - 1);
        var equals = indices.Length - CountAtLeast(keys, threshold + 1);
        var filled = 0;
        for (var start = 0; filled < indices.Length; start += Vector256<int>.Count)
        {
            var reached = Vector256.GreaterThan(Vector256.LoadUnsafe(ref key, (nuint)start), below);
            for (var lanes = reached.ExtractMostSignificantBits(); lanes != 0; lanes &= lanes - 1)
            {
                var index = start + BitOperations.TrailingZeroCount(lanes);
                if (keys[index] > threshold || equals-- > 0)
                {
                    indices[filled++] = (ushort)index;
                }
            }
        }
    }
}
