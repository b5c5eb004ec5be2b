using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Decentral.Models.Optimizers;

/// <summary>
/// A few streams of values that are added to fp64 sums at once, each sum by its streams in their order: a sum stays in a
/// register from one stream to the next, and no more streams are read than a processor follows.
/// </summary>
/// <remarks>
/// A product is rounded before it is added, as the definition says, never fused with the addition. A processor guesses
/// what is read next within a page, and begins anew in each stream's next block; so it is asked for what comes some way
/// ahead. Beyond the end of a block that is the next one, which the few kilobytes stay in a cache for.
/// </remarks>
internal unsafe struct WeightedStreams
{
    /// <summary>Streams at once. Twice as many, or half, were slower.</summary>
    internal const int Most = 8;

    /// <summary>Values that one turn of a loop takes: of fp32, a line of a cache.</summary>
    private const int Step = 16;

    // Three quarters of a page; found by measuring, and little depends on it.
    private const int BytesAhead = 3072;

    private fixed ulong _addresses[Most];
    private fixed double _weights[Most];
    private bool _areHalves;

    internal readonly bool IsFull => Count == Most;

    internal int Count { get; private set; }

    /// <summary>Whether the next stream may be of this kind: all at once are of one.</summary>
    internal bool Take(bool areHalves)
    {
        if (Count == 0)
        {
            _areHalves = areHalves;
        }

        return _areHalves == areHalves;
    }

    /// <summary>Adds a stream to the last ones.</summary>
    /// <param name="values">Of the kind that was taken; they stay where they are until <see cref="AddTo"/> is done.</param>
    /// <param name="weight">Theirs.</param>
    internal void Push(void* values, double weight)
    {
        (_addresses[Count], _weights[Count]) = ((ulong)values, weight);
        Count++;
    }

    /// <summary>Takes the last stream away again.</summary>
    internal void Pop() => Count--;

    /// <summary>Adds each stream's values, times its weight, to the sums.</summary>
    internal void AddTo(Span<double> sums)
    {
        fixed (ulong* streams = _addresses)
        fixed (double* weights = _weights)
        fixed (double* sum = sums)
        {
            if (_areHalves)
            {
                Add((HalfElement**)streams, weights, Count, sum, sums.Length);
            }
            else
            {
                Add((WholeElement**)streams, weights, Count, sum, sums.Length);
            }
        }
    }

    private static void Add<TElement>(TElement** streams, double* weights, int count, double* sums, int length)
        where TElement : unmanaged, IStreamElement<TElement>
    {
        var whole = length - (length % Step);
        if (Vector512.IsHardwareAccelerated)
        {
            AddBy512(streams, weights, count, sums, whole);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            AddBy256(streams, weights, count, sums, whole);
        }
        else
        {
            whole = 0;
        }

        AddReference(streams, weights, count, sums, whole, length);
    }

    /// <summary>The definition, one element at a time.</summary>
    private static void AddReference<TElement>(
        TElement** streams, double* weights, int count, double* sums, int start, int end)
        where TElement : unmanaged, IStreamElement<TElement>
    {
        for (var index = start; index < end; index++)
        {
            for (var stream = 0; stream < count; stream++)
            {
                sums[index] += weights[stream] * TElement.Load(streams[stream] + index);
            }
        }
    }

    private static void AddBy512<TElement>(TElement** streams, double* weights, int count, double* sums, int length)
        where TElement : unmanaged, IStreamElement<TElement>
    {
        for (var index = 0; index < length; index += Step)
        {
            var low = Vector512.Load(sums + index);
            var high = Vector512.Load(sums + index + 8);
            for (var stream = 0; stream < count; stream++)
            {
                var elements = streams[stream] + index;
                var weight = Vector512.Create(weights[stream]);
                Prefetch(elements);
                low += weight * Vector512.WidenLower(TElement.LoadEight(elements).ToVector512Unsafe());
                high += weight * Vector512.WidenLower(TElement.LoadEight(elements + 8).ToVector512Unsafe());
            }

            low.Store(sums + index);
            high.Store(sums + index + 8);
        }
    }

    private static void AddBy256<TElement>(TElement** streams, double* weights, int count, double* sums, int length)
        where TElement : unmanaged, IStreamElement<TElement>
    {
        for (var index = 0; index < length; index += Step)
        {
            var first = Vector256.Load(sums + index);
            var second = Vector256.Load(sums + index + 4);
            var third = Vector256.Load(sums + index + 8);
            var fourth = Vector256.Load(sums + index + 12);
            for (var stream = 0; stream < count; stream++)
            {
                var elements = streams[stream] + index;
                var weight = Vector256.Create(weights[stream]);
                Prefetch(elements);
                first += weight * Vector256.WidenLower(TElement.LoadFour(elements).ToVector256Unsafe());
                second += weight * Vector256.WidenLower(TElement.LoadFour(elements + 4).ToVector256Unsafe());
                third += weight * Vector256.WidenLower(TElement.LoadFour(elements + 8).ToVector256Unsafe());
                fourth += weight * Vector256.WidenLower(TElement.LoadFour(elements + 12).ToVector256Unsafe());
            }

            first.Store(sums + index);
            second.Store(sums + index + 4);
            third.Store(sums + index + 8);
            fourth.Store(sums + index + 12);
        }
    }

    // Asking for what is not there has no effect.
    private static void Prefetch(void* elements)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0((byte*)elements + BytesAhead);
        }
    }
}
