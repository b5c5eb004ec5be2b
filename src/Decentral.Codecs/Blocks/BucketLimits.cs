using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Decentral.Codecs.Blocks;

/// <summary>
/// What parts a block into four buckets, a value on a limit being above it. A limit beyond fp32 is an infinity, which no
/// finite value reaches.
/// </summary>
internal readonly record struct BucketLimits(float Low, float Middle, float High)
{
    private const int Step = 8;

    /// <summary>The mean, and one standard deviation (of the block, not of a sample of it) to either side.</summary>
    internal static BucketLimits Of(ReadOnlySpan<float> values)
    {
        ref var value = ref MemoryMarshal.GetReference(values);
        var whole = VectorPart.Of(values.Length, Step);
        var sum = default(LaneSum);
        for (var index = 0; index < whole; index += Step)
        {
            sum.Add(FiniteValue.Of(Vector256.LoadUnsafe(ref value, (nuint)index)));
        }

        Add(values[whole..], ref sum);
        var mean = sum.Total / values.Length;
        var means = Vector256.Create(mean);
        var squares = default(LaneSum);
        for (var index = 0; index < whole; index += Step)
        {
            var (low, high) = Vector256.Widen(FiniteValue.Of(Vector256.LoadUnsafe(ref value, (nuint)index)));
            (low, high) = (low - means, high - means);
            squares.Add(low * low, high * high);
        }

        AddSquares(values[whole..], mean, ref squares);
        return Around(mean, squares.Total / values.Length);
    }

    /// <summary>The definition, one value at a time.</summary>
    internal static BucketLimits OfReference(ReadOnlySpan<float> values)
    {
        var sum = default(LaneSum);
        Add(values, ref sum);
        var mean = sum.Total / values.Length;
        var squares = default(LaneSum);
        AddSquares(values, mean, ref squares);
        return Around(mean, squares.Total / values.Length);
    }

    private static void Add(ReadOnlySpan<float> values, ref LaneSum sum)
    {
        for (var index = 0; index < values.Length; index++)
        {
            sum.Add(index, FiniteValue.Of(values[index]));
        }
    }

    private static void AddSquares(ReadOnlySpan<float> values, double mean, ref LaneSum squares)
    {
        for (var index = 0; index < values.Length; index++)
        {
            var distance = FiniteValue.Of(values[index]) - mean;
            squares.Add(index, distance * distance);
        }
    }

    private static BucketLimits Around(double mean, double variance)
    {
        var deviation = Math.Sqrt(variance);
        return new BucketLimits((float)(mean - deviation), (float)mean, (float)(mean + deviation));
    }
}
