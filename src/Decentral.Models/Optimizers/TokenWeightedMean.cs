using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Decentral.Models.Optimizers;

/// <summary>
/// Σ wᵢ xᵢ / Σ wᵢ, summed in fp64 in the order of the contributions and rounded to fp32 once. An fp64 sum of up to 2^20
/// terms is off by less than 2^-32 of their magnitude, far below half a unit of fp32: equal contributions give exactly
/// what one gives.
/// </summary>
public static class TokenWeightedMean
{
    private const int BlockLength = 1024;

    /// <summary>Writes the mean.</summary>
    /// <param name="contributions">In member order, which is part of the result's last bit.</param>
    /// <param name="destination">As long as every contribution; none of their memory.</param>
    /// <exception cref="ArgumentException">No contribution has weight, a weight is negative, or lengths
    /// differ.</exception>
    /// <exception cref="NonFiniteContributionException">
    /// One with weight holds NaN or an infinity; what is in the destination then is no mean.
    /// </exception>
    public static void Compute(ReadOnlySpan<WeightedContribution> contributions, Span<float> destination)
    {
        var totalWeight = SumWeights(contributions, destination.Length);
        Span<double> sums = stackalloc double[BlockLength];
        for (var start = 0; start < destination.Length; start += BlockLength)
        {
            var block = destination.Slice(start, Math.Min(BlockLength, destination.Length - start));
            var blockSums = sums[..block.Length];
            SumBlock(contributions, start, blockSums);
            Divide(blockSums, totalWeight, block);
            if (!FiniteCheck.AreFinite(block))
            {
                throw NonFinite(contributions);
            }
        }
    }

    /// <summary>The definition, one element at a time.</summary>
    internal static void ComputeReference(ReadOnlySpan<WeightedContribution> contributions, Span<float> destination)
    {
        var totalWeight = SumWeights(contributions, destination.Length);
        for (var index = 0; index < destination.Length; index++)
        {
            // Negative zero is the neutral element of addition: it lets equal contributions of -0 come out as -0.
            var sum = -0.0;
            foreach (var (values, weight) in contributions)
            {
                sum += weight == 0 ? -0.0 : (double)weight * values.Span[index];
            }

            destination[index] = (float)(sum / totalWeight);
            if (!float.IsFinite(destination[index]))
            {
                throw NonFinite(contributions);
            }
        }
    }

    private static double SumWeights(ReadOnlySpan<WeightedContribution> contributions, int length)
    {
        Int128 total = 0;
        for (var index = 0; index < contributions.Length; index++)
        {
            var (values, weight) = contributions[index];
            if (values.Length != length || weight < 0)
            {
                throw new ArgumentException(
                    $"Contribution {index} has {values.Length} values and weight {weight}; expected {length} values " +
                    "and a weight of 0 or more.");
            }

            total += weight;
        }

        return total > 0
            ? (double)total
            : throw new ArgumentException(
                $"None of {contributions.Length} contributions has a weight above 0: there is nothing to average.");
    }

    private static void SumBlock(ReadOnlySpan<WeightedContribution> contributions, int start, Span<double> sums)
    {
        sums.Fill(-0.0);
        foreach (var (values, weight) in contributions)
        {
            if (weight != 0)
            {
                Accumulate(values.Span.Slice(start, sums.Length), weight, sums);
            }
        }
    }

    private static void Accumulate(ReadOnlySpan<float> values, double weight, Span<double> sums)
    {
        ref var value = ref MemoryMarshal.GetReference(values);
        ref var sum = ref MemoryMarshal.GetReference(sums);
        var weights = new Vector<double>(weight);
        var whole = values.Length - (values.Length % Vector<float>.Count);
        for (var index = 0; index < whole; index += Vector<float>.Count)
        {
            var low = (nuint)index;
            var high = low + (nuint)Vector<double>.Count;
            Vector.Widen(Vector.LoadUnsafe(ref value, low), out var lowValues, out var highValues);
            (Vector.LoadUnsafe(ref sum, low) + (weights * lowValues)).StoreUnsafe(ref sum, low);
            (Vector.LoadUnsafe(ref sum, high) + (weights * highValues)).StoreUnsafe(ref sum, high);
        }

        for (var index = whole; index < values.Length; index++)
        {
            sums[index] += weight * values[index];
        }
    }

    private static void Divide(ReadOnlySpan<double> sums, double totalWeight, Span<float> destination)
    {
        ref var sum = ref MemoryMarshal.GetReference(sums);
        ref var mean = ref MemoryMarshal.GetReference(destination);
        var divisor = new Vector<double>(totalWeight);
        var whole = destination.Length - (destination.Length % Vector<float>.Count);
        for (var index = 0; index < whole; index += Vector<float>.Count)
        {
            var low = (nuint)index;
            var lowMeans = Vector.LoadUnsafe(ref sum, low) / divisor;
            var highMeans = Vector.LoadUnsafe(ref sum, low + (nuint)Vector<double>.Count) / divisor;
            Vector.Narrow(lowMeans, highMeans).StoreUnsafe(ref mean, low);
        }

        for (var index = whole; index < destination.Length; index++)
        {
            destination[index] = (float)(sums[index] / totalWeight);
        }
    }

    // Finite contributions have a finite mean: it lies between the least and the greatest of them.
    private static NonFiniteContributionException NonFinite(ReadOnlySpan<WeightedContribution> contributions)
    {
        for (var index = 0; index < contributions.Length; index++)
        {
            var (values, weight) = contributions[index];
            for (var element = 0; weight != 0 && element < values.Length; element++)
            {
                if (!float.IsFinite(values.Span[element]))
                {
                    return new NonFiniteContributionException(index, element, values.Span[element]);
                }
            }
        }

        throw new UnreachableException();
    }
}
