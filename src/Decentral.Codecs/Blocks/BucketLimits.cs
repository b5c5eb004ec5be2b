using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Decentral.Codecs.Blocks;

/// <summary>
/// What parts a block into four buckets, a value on a limit being above it. A limit beyond fp32 is an infinity, which
/// no finite value reaches.
/// </summary>
internal readonly record struct BucketLimits(float Low, float Middle, float High)
{
    private const int Step = 8;

    /// <summary>The mean, and one standard deviation (of the block, not of a sample of it) to either side.</summary>
    /// <returns>False when a value is not finite; the square of one that is does not overflow in fp64.</returns>
    internal static bool TryFind(ReadOnlySpan<float> values, out BucketLimits limits)
    {
        ref var value = ref MemoryMarshal.GetReference(values);
        var whole = VectorPart.Of(values.Length, Step);
        var (sum, squares) = (default(LaneSum), default(LaneSum));
        for (var index = 0; index < whole; index += Step)
        {
            var (low, high) = Vector256.Widen(Vector256.LoadUnsafe(ref value, (nuint)index));
            sum.Add(low, high);
            squares.Add(low * low, high * high);
        }

        return TryFind(values, whole, sum, squares, out limits);
    }

    /// <summary>The definition, one value at a time.</summary>
    internal static bool TryFindReference(ReadOnlySpan<float> values, out BucketLimits limits) =>
        TryFind(values, 0, default, default, out limits);

    private static bool TryFind(
        ReadOnlySpan<float> values, int start, LaneSum sum, LaneSum squares, out BucketLimits limits)
    {
        for (var index = start; index < values.Length; index++)
        {
            double value = values[index];
            sum.Add(index, value);
            squares.Add(index, value * value);
        }

        // Where the values hardly differ, rounding may leave a variance that is no more than noise, or below 0.
        var mean = sum.Total / values.Length;
        var deviation = Math.Sqrt(Math.Max(0, (squares.Total / values.Length) - (mean * mean)));
        limits = new BucketLimits((float)(mean - deviation), (float)mean, (float)(mean + deviation));
        return double.IsFinite(squares.Total);
    }
}
