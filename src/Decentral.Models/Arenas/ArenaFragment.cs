using System.Collections.Immutable;

namespace Decentral.Models.Arenas;

/// <summary>
/// A part of the parameters that is synchronised together: ranges of one layout, none of them padding.
/// </summary>
public sealed class ArenaFragment
{
    private readonly ArenaLayout _layout;

    internal ArenaFragment(ArenaLayout layout, int index, ImmutableArray<ArenaRange> ranges)
    {
        _layout = layout;
        Index = index;
        Ranges = ranges;
        ElementCount = ranges.Sum(range => range.Length);
    }

    /// <summary>Position in its partition, from 0.</summary>
    public int Index { get; }

    /// <summary>By rising offset; neighbours that touch are one range.</summary>
    public ImmutableArray<ArenaRange> Ranges { get; }

    /// <summary>Elements of all ranges: the length of the packed form.</summary>
    public long ElementCount { get; }

    /// <summary>Where this fragment's elements lie in another's packed form, in this one's order; neighbours that touch are one.</summary>
    /// <param name="other">Holds all of this one's elements: that of the whole layout.</param>
    /// <exception cref="ArgumentException">An element of this fragment is not one of the other's.</exception>
    public ImmutableArray<ArenaRange> LocateIn(ArenaFragment other)
    {
        ArgumentNullException.ThrowIfNull(other);
        other.RequireLayout(_layout);
        var located = ImmutableArray.CreateBuilder<ArenaRange>();
        foreach (var range in Ranges)
        {
            var packed = other.PackedIndexOf(range);
            if (located.Count > 0 && located[^1].End == packed)
            {
                located[^1] = new ArenaRange(located[^1].Offset, located[^1].Length + range.Length);
            }
            else
            {
                located.Add(new ArenaRange(packed, range.Length));
            }
        }

        return located.ToImmutable();
    }

    /// <inheritdoc/>
    public override string ToString() => $"fragment {Index} ({ElementCount} elements in {Ranges.Length} ranges)";

    internal void RequireLayout(ArenaLayout layout)
    {
        if (!ReferenceEquals(_layout, layout) && _layout.Fingerprint != layout.Fingerprint)
        {
            throw new ArgumentException(
                $"{this} is of another layout than the arena; take it from a partition of the arena's layout.");
        }
    }

    /// <summary>
    /// Where the packed elements [start, start + count) lie: ranges in the arena and positions from start.
    /// </summary>
    internal IEnumerable<(ArenaRange Range, int Packed)> Locate(ArenaLayout layout, long start, int count)
    {
        RequireLayout(layout);
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        if (start > ElementCount - count)
        {
            throw new ArgumentException(
                $"{this} has no elements {start} to {start + count - 1}; its packed form ends before {ElementCount}.");
        }

        return Locate(start, count);
    }

    private long PackedIndexOf(ArenaRange range)
    {
        var packed = 0L;
        foreach (var own in Ranges)
        {
            if (range.Offset >= own.Offset && range.End <= own.End)
            {
                return packed + range.Offset - own.Offset;
            }

            packed += own.Length;
        }

        throw new ArgumentException($"{this} does not hold the elements {range.Offset} to {range.End - 1}.", nameof(range));
    }

    private IEnumerable<(ArenaRange Range, int Packed)> Locate(long start, int count)
    {
        var rangeStart = 0L;
        foreach (var range in Ranges)
        {
            var from = Math.Max(start, rangeStart);
            var to = Math.Min(start + count, rangeStart + range.Length);
            if (from < to)
            {
                yield return (new ArenaRange(range.Offset + from - rangeStart, to - from), (int)(from - start));
            }

            rangeStart += range.Length;
        }
    }
}
