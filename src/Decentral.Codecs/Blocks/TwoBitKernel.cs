using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Decentral.Codecs.Blocks;

/// <summary>The buckets of one block: 0 and 3 are the outer ones, 2 and 3 the upper ones.</summary>
internal static class TwoBitKernel
{
    private const int Step = 8;
    private const int Levels = 4;

    internal static void EncodeAndSubtract(
        Span<float> values, Span<float> levels, Span<byte> upper, Span<byte> outer)
    {
        var whole = VectorPart.Of(values.Length, Step);
        var tail = values[whole..];
        var tailUpper = upper[(whole / 8)..];
        var tailOuter = outer[(whole / 8)..];
        var limits = BucketLimits.Of(values);
        var buckets = default(BucketSums);
        Assign(values[..whole], limits, ref buckets, upper, outer);
        AssignReference(tail, limits, ref buckets, tailUpper, tailOuter);
        buckets.WriteMeans(levels);
        Subtract(values[..whole], levels, upper, outer);
        SubtractReference(tail, levels, tailUpper, tailOuter);
    }

    /// <summary>The definition, one value at a time.</summary>
    internal static void EncodeAndSubtractReference(
        Span<float> values, Span<float> levels, Span<byte> upper, Span<byte> outer)
    {
        var buckets = default(BucketSums);
        AssignReference(values, BucketLimits.OfReference(values), ref buckets, upper, outer);
        buckets.WriteMeans(levels);
        SubtractReference(values, levels, upper, outer);
    }

    internal static void Decode(
        ReadOnlySpan<float> levels, ReadOnlySpan<byte> upper, ReadOnlySpan<byte> outer, Span<float> values)
    {
        ref var value = ref MemoryMarshal.GetReference(values);
        var spread = new SpreadLevels(levels);
        var whole = VectorPart.Of(values.Length, Step);
        for (var index = 0; index < whole; index += Step)
        {
            spread.Of(upper[index / 8], outer[index / 8]).StoreUnsafe(ref value, (nuint)index);
        }

        DecodeReference(levels, upper[(whole / 8)..], outer[(whole / 8)..], values[whole..]);
    }

    /// <summary>The definition, one value at a time.</summary>
    internal static void DecodeReference(
        ReadOnlySpan<float> levels, ReadOnlySpan<byte> upper, ReadOnlySpan<byte> outer, Span<float> values)
    {
        for (var index = 0; index < values.Length; index++)
        {
            values[index] = levels[BucketAt(index, upper, outer)];
        }
    }

    private static void Assign(
        ReadOnlySpan<float> values, BucketLimits limits, ref BucketSums buckets, Span<byte> upper, Span<byte> outer)
    {
        ref var value = ref MemoryMarshal.GetReference(values);
        var (low, middle, high) = limits;
        var sums = buckets;
        for (var index = 0; index < values.Length; index += Step)
        {
            var finite = FiniteValue.Of(Vector256.LoadUnsafe(ref value, (nuint)index));
            var isUpper = Vector256.GreaterThanOrEqual(finite, Vector256.Create(middle));
            var isTop = Vector256.GreaterThanOrEqual(finite, Vector256.Create(high));
            var isBottom = Vector256.LessThan(finite, Vector256.Create(low));
            sums.Add(finite, isBottom, isUpper, isTop);
            upper[index / 8] = BitPlane.Pack(isUpper);
            outer[index / 8] = BitPlane.Pack(isTop | isBottom);
        }

        buckets = sums;
    }

    private static void AssignReference(
        ReadOnlySpan<float> values, BucketLimits limits, ref BucketSums buckets, Span<byte> upper, Span<byte> outer)
    {
        upper.Clear();
        outer.Clear();
        for (var index = 0; index < values.Length; index++)
        {
            var value = FiniteValue.Of(values[index]);
            var bucket = value >= limits.High ? 3 : value >= limits.Middle ? 2 : value >= limits.Low ? 1 : 0;
            buckets.Add(bucket, index, value);
            if (bucket >= 2)
            {
                BitPlane.Set(upper, index);
            }

            if (bucket is 0 or 3)
            {
                BitPlane.Set(outer, index);
            }
        }
    }

    private static void Subtract(
        Span<float> values, ReadOnlySpan<float> levels, ReadOnlySpan<byte> upper, ReadOnlySpan<byte> outer)
    {
        ref var value = ref MemoryMarshal.GetReference(values);
        var spread = new SpreadLevels(levels);
        for (var index = 0; index < values.Length; index += Step)
        {
            var finite = FiniteValue.Of(Vector256.LoadUnsafe(ref value, (nuint)index));
            (finite - spread.Of(upper[index / 8], outer[index / 8])).StoreUnsafe(ref value, (nuint)index);
        }
    }

    private static void SubtractReference(
        Span<float> values, ReadOnlySpan<float> levels, ReadOnlySpan<byte> upper, ReadOnlySpan<byte> outer)
    {
        for (var index = 0; index < values.Length; index++)
        {
            values[index] = FiniteValue.Of(values[index]) - levels[BucketAt(index, upper, outer)];
        }
    }

    private static int BucketAt(int index, ReadOnlySpan<byte> upper, ReadOnlySpan<byte> outer)
    {
        var isOuter = BitPlane.IsSet(outer, index);
        return BitPlane.IsSet(upper, index) ? (isOuter ? Levels - 1 : Levels - 2) : (isOuter ? 0 : 1);
    }
}
