using System.Runtime.Intrinsics;

namespace Decentral.Codecs.Blocks;

/// <summary>
/// A sum in fp64 of which the order is fixed: eight partial sums, one for each index modulo 8, then those of i and i +
/// 4, then neighbours, then both halves. Over 65,536 values it cannot overflow, and it is off by less than 2^-36 of the
/// sum of their magnitudes.
/// </summary>
internal struct LaneSum
{
    private Vector256<double> _low;
    private Vector256<double> _high;

    internal readonly double Total
    {
        get
        {
            var lanes = _low + _high;
            return (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]);
        }
    }

    /// <summary>Adds eight values, of which the first has an index that is a multiple of 8.</summary>
    internal void Add(Vector256<float> values)
    {
        var (low, high) = Vector256.Widen(values);
        Add(low, high);
    }

    /// <summary>Adds eight values, of which the first has an index that is a multiple of 8.</summary>
    internal void Add(Vector256<double> low, Vector256<double> high)
    {
        _low += low;
        _high += high;
    }

    internal void Add(int index, double value)
    {
        var lane = index % 8;
        if (lane < 4)
        {
            _low = _low.WithElement(lane, _low[lane] + value);
        }
        else
        {
            _high = _high.WithElement(lane - 4, _high[lane - 4] + value);
        }
    }
}
