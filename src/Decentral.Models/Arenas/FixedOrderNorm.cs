using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Decentral.Models.Arenas;

/// <summary>
/// Sums of squares whose bits do not depend on the machine: element i is added to accumulator i mod 16, and the
/// accumulators are added up from the first. A square of an fp32 value is exact in fp64, so that fusing it with the
/// addition would change nothing.
/// </summary>
internal static class FixedOrderNorm
{
    private const int Lanes = 16;

    /// <summary>Σ x² in fp64.</summary>
    internal static double SumOfSquares(ReadOnlySpan<float> values)
    {
        var sums0 = Vector256<double>.Zero;
        var sums1 = Vector256<double>.Zero;
        var sums2 = Vector256<double>.Zero;
        var sums3 = Vector256<double>.Zero;
        ref var first = ref MemoryMarshal.GetReference(values);
        var whole = values.Length - (values.Length % Lanes);
        for (var index = 0; index < whole; index += Lanes)
        {
            var low = Vector256.LoadUnsafe(ref first, (nuint)index);
            var high = Vector256.LoadUnsafe(ref first, (nuint)index + (Lanes / 2));
            var (values0, values1) = Vector256.Widen(low);
            var (values2, values3) = Vector256.Widen(high);
            sums0 += values0 * values0;
            sums1 += values1 * values1;
            sums2 += values2 * values2;
            sums3 += values3 * values3;
        }

        Span<double> sums = stackalloc double[Lanes];
        sums0.CopyTo(sums);
        sums1.CopyTo(sums[4..]);
        sums2.CopyTo(sums[8..]);
        sums3.CopyTo(sums[12..]);
        return AddTail(values[whole..], sums);
    }

    /// <summary>The definition, one element at a time.</summary>
    internal static double SumOfSquaresReference(ReadOnlySpan<float> values)
    {
        Span<double> sums = stackalloc double[Lanes];
        sums.Clear();
        for (var index = 0; index < values.Length; index++)
        {
            sums[index % Lanes] += (double)values[index] * values[index];
        }

        return AddTail([], sums);
    }

    private static double AddTail(ReadOnlySpan<float> tail, Span<double> sums)
    {
        for (var index = 0; index < tail.Length; index++)
        {
            sums[index] += (double)tail[index] * tail[index];
        }

        var total = 0.0;
        foreach (var sum in sums)
        {
            total += sum;
        }

        return total;
    }
}
