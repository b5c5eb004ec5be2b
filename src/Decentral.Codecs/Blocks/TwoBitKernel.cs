using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Decentral.Codecs.Blocks;

/// <summary>
/// The buckets of one block: 0 and 3 are the outer ones, 2 and 3 the upper ones. Values that are not finite become so
/// first.
/// </summary>
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
        if (!BucketLimits.TryFind(values, out var limits))
        {
            FiniteValue.Replace(values);
            BucketLimits.TryFind(values, out limits);
        }

        var buckets = Assign(values[..whole], limits, upper, outer);
        AssignReference(tail, limits, ref buckets, tailUpper, tailOuter);
        buckets.WriteMeans(values.Length, upper, outer, levels);
        Subtract(values[..whole], levels, upper, outer);
        SubtractReference(tail, levels, tailUpper, tailOuter);
    }

    /// <summary>The definition, one value at a time.</summary>
    internal static void EncodeAndSubtractReference(
        Span<float> values, Span<float> levels, Span<byte> upper, Span<byte> outer)
    {
        FiniteValue.Replace(values);
        BucketLimits.TryFindReference(values, out var limits);
        var buckets = default(BucketSums);
        AssignReference(values, limits, ref buckets, upper, outer);
        buckets.WriteMeans(values.Length, upper, outer, levels);
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

    private static BucketSums Assign(
        ReadOnlySpan<float> values, BucketLimits limits, Span<byte> upper, Span<byte> outer)
    {
        ref var value = ref MemoryMarshal.GetReference(values);
        var lowLimit = Vector256.Create(limits.Low);
        var middleLimit = Vector256.Create(limits.Middle);
        var highLimit = Vector256.Create(limits.High);

        // One by one, and not yet as one struct: the sums then stay in registers.
        var (sumOfBottom, sumOfLower) = (default(LaneSum), default(LaneSum));
        var (sumOfUpper, sumOfTop) = (default(LaneSum), default(LaneSum));
        for (var index = 0; index < values.Length; index += Step)
        {
            var read = Vector256.LoadUnsafe(ref value, (nuint)index);
            var isUpper = Vector256.GreaterThanOrEqual(read, middleLimit);
            var isTop = Vector256.GreaterThanOrEqual(read, highLimit);
            var isBottom = Vector256.LessThan(read, lowLimit);
            sumOfBottom.Add(read & isBottom);
            sumOfLower.Add(read & ~(isBottom | isUpper));
            sumOfUpper.Add(read & isUpper & ~isTop);
            sumOfTop.Add(read & isTop);
            upper[index / 8] = BitPlane.Pack(isUpper);
            outer[index / 8] = BitPlane.Pack(isTop | isBottom);
        }

        return new BucketSums(sumOfBottom, sumOfLower, sumOfUpper, sumOfTop);
    }

    private static void AssignReference(
        ReadOnlySpan<float> values, BucketLimits limits, ref BucketSums buckets, Span<byte> upper, Span<byte> outer)
    {
        upper.Clear();
        outer.Clear();
        for (var index = 0; index < values.Length; index++)
        {
            var value = values[index];
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
            var read = Vector256.LoadUnsafe(ref value, (nuint)index);
            (read - spread.Of(upper[index / 8], outer[index / 8])).StoreUnsafe(ref value, (nuint)index);
        }
    }

    private static void SubtractReference(
        Span<float> values, ReadOnlySpan<float> levels, ReadOnlySpan<byte> upper, ReadOnlySpan<byte> outer)
    {
        for (var index = 0; index < values.Length; index++)
        {
            values[index] -= levels[BucketAt(index, upper, outer)];
        }
    }

    private static int BucketAt(int index, ReadOnlySpan<byte> upper, ReadOnlySpan<byte> outer)
    {
        var isOuter = BitPlane.IsSet(outer, index);
        return BitPlane.IsSet(upper, index) ? (isOuter ? Levels - 1 : Levels - 2) : (isOuter ? 0 : 1);
    }
}
