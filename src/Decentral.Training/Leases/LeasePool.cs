using System.Collections.Immutable;
using Decentral.Models.Data;

namespace Decentral.Training.Leases;

/// <summary>
/// The samples of a run that nobody holds: those returned, lowest first, then those never leased, up to the budget. The
/// same takings and returnings in the same order give the same leases.
/// </summary>
public sealed class LeasePool
{
    private readonly ImmutableArray<SampleRange> _returned;

    private LeasePool(ImmutableArray<SampleRange> returned, long next, long limit)
    {
        _returned = returned;
        Next = next;
        Limit = limit;
    }

    /// <summary>The lowest sample never leased, or leased and returned as the highest.</summary>
    public long Next { get; }

    /// <summary>One past the last sample of the budget.</summary>
    public long Limit { get; }

    /// <summary>Samples returned and not leased again, ascending, none adjacent to another or to <see cref="Next"/>.</summary>
    public IReadOnlyList<SampleRange> Returned => _returned;

    /// <summary>How many samples can be leased.</summary>
    public long Available => Limit - Next + _returned.Sum(range => range.Count);

    /// <summary>A pool with all samples of the budget.</summary>
    public static LeasePool Whole(long samples)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(samples);
        return new LeasePool([], 0, samples);
    }

    /// <summary>Takes the lowest samples.</summary>
    /// <returns>What was taken, ascending, and the pool without it.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Fewer are available.</exception>
    public (ImmutableArray<SampleRange> Taken, LeasePool Remaining) Take(long count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Available);
        var taken = ImmutableArray.CreateBuilder<SampleRange>();
        var returned = _returned;
        while (count > 0 && !returned.IsEmpty)
        {
            var (head, tail) = returned[0].SplitAt(Math.Min(count, returned[0].Count));
            taken.Add(head);
            count -= head.Count;
            returned = tail.Count == 0 ? returned.RemoveAt(0) : returned.SetItem(0, tail);
        }

        if (count > 0)
        {
            taken.Add(new SampleRange(Next, count));
        }

        return (taken.ToImmutable(), new LeasePool(returned, Next + count, Limit));
    }

    /// <summary>Removes particular samples, as a recovering ledger does when it replays a lease.</summary>
    /// <exception cref="InvalidOperationException">One of them is not in the pool: it would be leased twice.</exception>
    public LeasePool Take(IEnumerable<SampleRange> ranges) => ranges.Aggregate(this, (pool, range) => pool.Without(range));

    /// <summary>Gives samples back.</summary>
    /// <exception cref="InvalidOperationException">One of them is in the pool already: it was returned twice.</exception>
    public LeasePool Return(IEnumerable<SampleRange> ranges)
    {
        var all = _returned.AddRange(ranges.Where(range => range.Count > 0)).Sort((a, b) => a.First.CompareTo(b.First));
        var merged = ImmutableArray.CreateBuilder<SampleRange>(all.Length);
        foreach (var range in all)
        {
            Merge(merged, range);
        }

        if (merged.Count == 0 || merged[^1].End < Next)
        {
            return new LeasePool(merged.ToImmutable(), Next, Limit);
        }

        var last = merged[^1];
        if (last.End > Next)
        {
            throw new InvalidOperationException($"Samples {last} were returned, but those from {Next} on were never leased.");
        }

        merged.RemoveAt(merged.Count - 1);
        return new LeasePool(merged.ToImmutable(), last.First, Limit);
    }

    private static void Merge(ImmutableArray<SampleRange>.Builder merged, SampleRange range)
    {
        if (merged.Count == 0 || merged[^1].End < range.First)
        {
            merged.Add(range);
            return;
        }

        var last = merged[^1];
        if (last.End > range.First)
        {
            throw new InvalidOperationException($"Samples {range} were returned twice: {last} is in the pool already.");
        }

        merged[^1] = new SampleRange(last.First, last.Count + range.Count);
    }

    private LeasePool Without(SampleRange range)
    {
        if (range.First >= Next)
        {
            var gap = new SampleRange(Next, range.First - Next);
            return new LeasePool(gap.Count > 0 ? _returned.Add(gap) : _returned, range.End, Limit);
        }

        for (var i = 0; i < _returned.Length; i++)
        {
            var held = _returned[i];
            if (held.First <= range.First && range.End <= held.End)
            {
                var before = new SampleRange(held.First, range.First - held.First);
                var after = new SampleRange(range.End, held.End - range.End);
                var parts = new[] { before, after }.Where(part => part.Count > 0);
                return new LeasePool(_returned.RemoveAt(i).InsertRange(i, parts), Next, Limit);
            }
        }

        throw new InvalidOperationException($"Samples {range} are leased already; the pool has {this}.");
    }

    /// <inheritdoc />
    public override string ToString() => $"{string.Join(" ", _returned)} [{Next}, {Limit})";
}
