using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Decentral.Models.Optimizers;

/// <summary>
/// A few streams of values that are added to fp64 sums at once, each sum by its streams in their order: Σ stays in a
/// register from one stream to the next, and no more streams are read than a processor follows.
/// </summary>
/// <remarks>
/// A product is rounded before it is added, as the definition says, never fused with the addition. A processor guesses
/// what is read next within a page, and begins anew in each stream's next block; so it is asked for the values some way
/// ahead. Beyond the end of a block these are the values of the next one, which the few kilobytes stay in a cache for.
/// </remarks>
internal unsafe struct WeightedStreams
{
    /// <summary>Streams at once. More are slower: a processor follows about as many.</summary>
    internal const int Most = 8;

    /// <summary>Values of a stream in a line of a cache.</summary>
    private const int Step = 16;

    // Three quarters of a page of 4 KiB; found by measuring, and flat about it.
    private const int Ahead = 768;

    private fixed ulong _addresses[Most];
    private fixed double _weights[Most];

    internal readonly bool IsFull => Count == Most;

    internal int Count { get; private set; }

    /// <summary>Adds a stream to the last ones.</summary>
    /// <param name="values">As many as there are sums; they stay where they are until <see cref="AddTo"/> is done.</param>
    /// <param name="weight">Theirs.</param>
    internal void Push(float* values, double weight)
    {
        (_addresses[Count], _weights[Count]) = ((ulong)values, weight);
        Count++;
    }

    /// <summary>Takes the last stream away again.</summary>
    internal void Pop() => Count--;

    /// <summary>Adds each stream's values, times its weight, to the sums.</summary>
    internal void AddTo(Span<double> sums)
    {
        fixed (ulong* addresses = _addresses)
        fixed (double* weights = _weights)
        fixed (double* sum = sums)
        {
            var values = (float**)addresses;
            var whole = sums.Length - (sums.Length % Step);
            if (Vector512.IsHardwareAccelerated)
            {
                AddBy512(values, weights, Count, sum, whole);
            }
            else if (Vector256.IsHardwareAccelerated)
            {
                AddBy256(values, weights, Count, sum, whole);
            }
            else
            {
                whole = 0;
            }

            AddReference(values, weights, Count, sum, whole, sums.Length);
        }
    }

    /// <summary>The definition, one element at a time.</summary>
    private static void AddReference(float** values, double* weights, int count, double* sums, int start, int end)
    {
        for (var index = start; index < end; index++)
        {
            for (var stream = 0; stream < count; stream++)
            {
                sums[index] += weights[stream] * values[stream][index];
            }
        }
    }

    private static void AddBy512(float** values, double* weights, int count, double* sums, int length)
    {
        for (var index = 0; index < length; index += Step)
        {
            var low = Vector512.Load(sums + index);
            var high = Vector512.Load(sums + index + 8);
            for (var stream = 0; stream < count; stream++)
            {
                var value = values[stream] + index;
                var weight = Vector512.Create(weights[stream]);
                Prefetch(value + Ahead);
                low += weight * Vector512.WidenLower(Vector256.Load(value).ToVector512Unsafe());
                high += weight * Vector512.WidenLower(Vector256.Load(value + 8).ToVector512Unsafe());
            }

            low.Store(sums + index);
            high.Store(sums + index + 8);
        }
    }

    private static void AddBy256(float** values, double* weights, int count, double* sums, int length)
    {
        for (var index = 0; index < length; index += Step)
        {
            var first = Vector256.Load(sums + index);
            var second = Vector256.Load(sums + index + 4);
            var third = Vector256.Load(sums + index + 8);
            var fourth = Vector256.Load(sums + index + 12);
            for (var stream = 0; stream < count; stream++)
            {
                var value = values[stream] + index;
                var weight = Vector256.Create(weights[stream]);
                Prefetch(value + Ahead);
                first += weight * Vector256.WidenLower(Vector128.Load(value).ToVector256Unsafe());
                second += weight * Vector256.WidenLower(Vector128.Load(value + 4).ToVector256Unsafe());
                third += weight * Vector256.WidenLower(Vector128.Load(value + 8).ToVector256Unsafe());
                fourth += weight * Vector256.WidenLower(Vector128.Load(value + 12).ToVector256Unsafe());
            }

            first.Store(sums + index);
            second.Store(sums + index + 4);
            third.Store(sums + index + 8);
            fourth.Store(sums + index + 12);
        }
    }

    // Asking for what is not there has no effect.
    private static void Prefetch(float* value)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(value);
        }
    }
}
