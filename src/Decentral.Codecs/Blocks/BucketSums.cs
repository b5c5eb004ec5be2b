using System.Numerics;

namespace Decentral.Codecs.Blocks;

/// <summary>The sums of the values in four buckets, each in the order of <see cref="LaneSum"/>.</summary>
internal struct BucketSums(LaneSum bottom, LaneSum lower, LaneSum upper, LaneSum top)
{
    private LaneSum _bottom = bottom;
    private LaneSum _lower = lower;
    private LaneSum _upper = upper;
    private LaneSum _top = top;

    internal void Add(int bucket, int index, float value)
    {
        switch (bucket)
        {
            case 0:
                _bottom.Add(index, value);
                break;
            case 1:
                _lower.Add(index, value);
                break;
            case 2:
                _upper.Add(index, value);
                break;
            default:
                _top.Add(index, value);
                break;
        }
    }

    /// <summary>The four means; that of an empty bucket is 0.</summary>
    /// <param name="valueCount">Values in all buckets.</param>
    /// <param name="upper">Bits of those in the upper two.</param>
    /// <param name="outer">Bits of those in the outer two.</param>
    /// <param name="means">Room for four.</param>
    internal readonly void WriteMeans(
        int valueCount, ReadOnlySpan<byte> upper, ReadOnlySpan<byte> outer, Span<float> means)
    {
        var (uppers, outers, tops) = (0, 0, 0);
        for (var index = 0; index < upper.Length; index++)
        {
            uppers += BitOperations.PopCount(upper[index]);
            outers += BitOperations.PopCount(outer[index]);
            tops += BitOperations.PopCount((uint)upper[index] & outer[index]);
        }

        var bottoms = outers - tops;
        means[0] = Mean(_bottom, bottoms);
        means[1] = Mean(_lower, valueCount - uppers - bottoms);
        means[2] = Mean(_upper, uppers - tops);
        means[3] = Mean(_top, tops);
    }

    private static float Mean(LaneSum sum, int count) => count == 0 ? 0f : (float)(sum.Total / count);
}
