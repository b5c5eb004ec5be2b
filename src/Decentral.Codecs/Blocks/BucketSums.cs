using System.Numerics;
using System.Runtime.Intrinsics;

namespace Decentral.Codecs.Blocks;

/// <summary>Sums and counts of four buckets, each summed in the order of <see cref="LaneSum"/>.</summary>
internal struct BucketSums
{
    private LaneSum _sumOfBottom;
    private LaneSum _sumOfLower;
    private LaneSum _sumOfUpper;
    private LaneSum _sumOfTop;
    private int _countOfBottom;
    private int _countOfLower;
    private int _countOfUpper;
    private int _countOfTop;

    /// <summary>Adds eight values, of which the first has an index that is a multiple of 8.</summary>
    /// <param name="values">Finite.</param>
    /// <param name="isBottom">All ones for the values of the lowest bucket.</param>
    /// <param name="isUpper">All ones for those of the upper two.</param>
    /// <param name="isTop">All ones for those of the highest, which are upper ones too.</param>
    internal void Add(
        Vector256<float> values, Vector256<float> isBottom, Vector256<float> isUpper, Vector256<float> isTop)
    {
        _sumOfBottom.Add(values & isBottom);
        _sumOfLower.Add(values & ~(isBottom | isUpper));
        _sumOfUpper.Add(values & isUpper & ~isTop);
        _sumOfTop.Add(values & isTop);
        var bottom = CountOf(isBottom);
        var (upper, top) = (CountOf(isUpper), CountOf(isTop));
        _countOfBottom += bottom;
        _countOfLower += 8 - bottom - upper;
        _countOfUpper += upper - top;
        _countOfTop += top;
    }

    internal void Add(int bucket, int index, float value)
    {
        switch (bucket)
        {
            case 0:
                _sumOfBottom.Add(index, value);
                _countOfBottom++;
                break;
            case 1:
                _sumOfLower.Add(index, value);
                _countOfLower++;
                break;
            case 2:
                _sumOfUpper.Add(index, value);
                _countOfUpper++;
                break;
            default:
                _sumOfTop.Add(index, value);
                _countOfTop++;
                break;
        }
    }

    /// <summary>Writes the four means; that of an empty bucket is 0.</summary>
    internal readonly void WriteMeans(Span<float> means)
    {
        means[0] = Mean(_sumOfBottom, _countOfBottom);
        means[1] = Mean(_sumOfLower, _countOfLower);
        means[2] = Mean(_sumOfUpper, _countOfUpper);
        means[3] = Mean(_sumOfTop, _countOfTop);
    }

    private static float Mean(in LaneSum sum, int count) => count == 0 ? 0f : (float)(sum.Total / count);

    private static int CountOf(Vector256<float> isTrue) => BitOperations.PopCount(isTrue.ExtractMostSignificantBits());
}
