using System.Buffers;
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
    // 32 KiB of sums stay close to the processor while 16 KiB of each contribution are read in one go.
    private const int LeastBlockLength = 4096;

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
        ThrowIfLengthsDiffer(contributions, destination.Length);
        Compute(new HeldContributions(contributions), destination);
    }

    /// <summary>Writes the mean of contributions that are read a block at a time.</summary>
    /// <param name="contributions">In member order, which is part of the result's last bit.</param>
    /// <param name="destination">As long as every contribution; none of their memory.</param>
    /// <exception cref="ArgumentException">No contribution has weight, or a weight is negative.</exception>
    /// <exception cref="NonFiniteContributionException">
    /// One with weight holds NaN or an infinity; what is in the destination then is no mean.
    /// </exception>
    public static void Compute<TContributions>(TContributions contributions, Span<float> destination)
        where TContributions : IWeightedContributions, allows ref struct
    {
        var totalWeight = SumWeights(contributions);
        var blockLength = BlockLengthFor(contributions.BlockLength, destination.Length);
        var sums = ArrayPool<double>.Shared.Rent(blockLength);
        var room = ArrayPool<float>.Shared.Rent(checked(WeightedStreams.Most * blockLength));
        try
        {
            for (var start = 0; start < destination.Length; start += blockLength)
            {
                var block = destination.Slice(start, Math.Min(blockLength, destination.Length - start));
                var blockSums = sums.AsSpan(0, block.Length);
                blockSums.Fill(-0.0);
                Sum(contributions, start, room, blockSums);
                Divide(blockSums, totalWeight, block);
                if (!FiniteCheck.AreFinite(block))
                {
                    throw NonFinite(contributions, destination.Length, room.AsSpan(0, blockLength));
                }
            }
        }
        finally
        {
            ArrayPool<double>.Shared.Return(sums);
            ArrayPool<float>.Shared.Return(room);
        }
    }

    /// <summary>The definition, one element at a time.</summary>
    internal static void ComputeReference(ReadOnlySpan<WeightedContribution> contributions, Span<float> destination)
    {
        ThrowIfLengthsDiffer(contributions, destination.Length);
        var held = new HeldContributions(contributions);
        var totalWeight = SumWeights(held);
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
                throw NonFinite(held, destination.Length, new float[destination.Length]);
            }
        }
    }

    private static void ThrowIfLengthsDiffer(ReadOnlySpan<WeightedContribution> contributions, int length)
    {
        for (var index = 0; index < contributions.Length; index++)
        {
            var (values, weight) = contributions[index];
            if (values.Length != length)
            {
                throw new ArgumentException(
                    $"Contribution {index} has {values.Length} values and weight {weight}; expected {length} values.");
            }
        }
    }

    private static double SumWeights<TContributions>(TContributions contributions)
        where TContributions : IWeightedContributions, allows ref struct
    {
        Int128 total = 0;
        for (var index = 0; index < contributions.Count; index++)
        {
            var weight = contributions.WeightOf(index);
            total += weight >= 0
                ? weight
                : throw new ArgumentException($"Contribution {index} has weight {weight}; expected 0 or more.");
        }

        return total > 0
            ? (double)total
            : throw new ArgumentException(
                $"None of {contributions.Count} contributions has a weight above 0: there is nothing to average.");
    }

    /// <returns>A multiple of the contributions' own blocks, or all values where these are fewer.</returns>
    private static int BlockLengthFor(int multiple, int valueCount) => (int)Math.Min(
        valueCount, (LeastBlockLength + (long)multiple - 1) / multiple * multiple);

    private static void Sum<TContributions>(
        TContributions contributions, int start, Span<float> room, Span<double> sums)
        where TContributions : IWeightedContributions, allows ref struct
    {
        var streams = default(WeightedStreams);
        for (var next = 0; next < contributions.Count;)
        {
            next = Sum(contributions, start, next, room, ref streams, sums);
        }
    }

    /// <summary>
    /// Adds the next contributions, as many as are streams at once and lie alike. Each is pinned by a call of its own, as a fixed
    /// address lives no longer than a statement.
    /// </summary>
    /// <returns>The first contribution that has not been added.</returns>
    private static unsafe int Sum<TContributions>(
        TContributions contributions, int start, int next, Span<float> room, ref WeightedStreams streams, Span<double> sums)
        where TContributions : IWeightedContributions, allows ref struct
    {
        while (next < contributions.Count && !streams.IsFull)
        {
            var areHalves = contributions.TryReadHalves(next, start, sums.Length, out var halves);
            if (!streams.Take(areHalves))
            {
                break;
            }

            // One without weight is read too: whether it can be does not depend on what it weighs.
            var values = areHalves ? [] : contributions.Read(next, start, room.Slice(streams.Count * sums.Length, sums.Length));
            var weight = contributions.WeightOf(next++);
            if (weight == 0)
            {
                continue;
            }

            fixed (float* valueAddress = values)
            fixed (ushort* halfAddress = halves)
            {
                streams.Push(areHalves ? halfAddress : valueAddress, weight);
                next = Sum(contributions, start, next, room, ref streams, sums);
                streams.Pop();
                return next;
            }
        }

        streams.AddTo(sums);
        return next;
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

    // Finite contributions have a finite mean: it lies between the least and the greatest of them. All are read to
    // their end, as one that cannot be is a fault of another kind.
    private static NonFiniteContributionException NonFinite<TContributions>(
        TContributions contributions, int valueCount, Span<float> room)
        where TContributions : IWeightedContributions, allows ref struct
    {
        NonFiniteContributionException? first = null;
        for (var index = 0; index < contributions.Count; index++)
        {
            for (var start = 0; start < valueCount; start += room.Length)
            {
                var values = contributions.Read(index, start, room[..Math.Min(room.Length, valueCount - start)]);
                if (first is null && contributions.WeightOf(index) != 0 && FindNonFinite(values) is >= 0 and var element)
                {
                    first = new NonFiniteContributionException(index, start + element, values[element]);
                }
            }
        }

        return first ?? throw new UnreachableException();
    }

    private static int FindNonFinite(ReadOnlySpan<float> values)
    {
        for (var element = 0; element < values.Length; element++)
        {
            if (!float.IsFinite(values[element]))
            {
                return element;
            }
        }

        return -1;
    }
}
