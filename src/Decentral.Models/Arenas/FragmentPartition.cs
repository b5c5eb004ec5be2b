using System.Collections.Immutable;

namespace Decentral.Models.Arenas;

/// <summary>Ways to cut a layout into fragments. Every element belongs to exactly one of them; none is empty.</summary>
public static class FragmentPartition
{
    /// <summary>All parameters as one fragment.</summary>
    public static ArenaFragment Whole(ArenaLayout layout) => ByLayer(layout, 1)[0];

    /// <summary>Some tensors as one fragment, in the order of the layout.</summary>
    /// <param name="layout">Has all of them.</param>
    /// <param name="names">At least one; second names of tied tensors will do.</param>
    /// <exception cref="KeyNotFoundException">The layout lacks one.</exception>
    public static ArenaFragment Of(ArenaLayout layout, IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(layout);
        var chosen = names.Select(name => layout[name]).ToHashSet();
        return new ArenaFragment(layout, 0, Join(layout.Entries.Where(chosen.Contains)));
    }

    /// <summary>
    /// Consecutive whole layers a fragment, about equally large: each cut is the boundary nearest to the ideal one. A
    /// tensor outside the layers (embedding, last norm, head) counts as a layer of its own.
    /// </summary>
    /// <exception cref="ArgumentException">More fragments than there are layers.</exception>
    public static ImmutableArray<ArenaFragment> ByLayer(ArenaLayout layout, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        var unitEnds = LayerEnds(layout);
        if (count > unitEnds.Count)
        {
            throw new ArgumentException(
                $"{count} fragments were asked for, but the model has only {unitEnds.Count} layers (embeddings, " +
                $"last norm and head included): ask for at most {unitEnds.Count}.",
                nameof(count));
        }

        return Cut(layout, NearestCuts(unitEnds, count));
    }

    /// <summary>
    /// Every count-th layer a fragment (Streaming DiLoCo's strided pattern, arXiv:2501.18512): layer l belongs to fragment l mod
    /// count, and each tensor outside the layers (embedding, last norm, head) to what is smallest then.
    /// </summary>
    /// <exception cref="ArgumentException">More fragments than there are layers.</exception>
    public static ImmutableArray<ArenaFragment> Strided(ArenaLayout layout, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentNullException.ThrowIfNull(layout);
        var layers = layout.Entries.Select(entry => entry.Layer).Where(layer => layer is not null).Distinct().Count();
        if (count > 1 && count > layers)
        {
            throw new ArgumentException(
                $"{count} strided fragments were asked for, but the model has only {layers} layers: ask for at most {layers}.",
                nameof(count));
        }

        var owners = StridedOwners(layout, count);
        return
        [
            .. Enumerable.Range(0, count).Select(fragment => new ArenaFragment(
                layout, fragment, Join(layout.Entries.Where((_, index) => owners[index] == fragment)))),
        ];
    }

    /// <summary>Equally large fragments, within one element, cut wherever that falls.</summary>
    /// <exception cref="ArgumentException">More fragments than there are elements.</exception>
    public static ImmutableArray<ArenaFragment> BySize(ArenaLayout layout, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        if (count > layout.ElementCount)
        {
            throw new ArgumentException(
                $"{count} fragments were asked for, but the model has only {layout.ElementCount} parameters.",
                nameof(count));
        }

        var cuts = new long[count];
        for (var index = 0; index < count; index++)
        {
            cuts[index] = IdealCut(layout.ElementCount, index + 1, count);
        }

        return Cut(layout, cuts);
    }

    private static int[] StridedOwners(ArenaLayout layout, int count)
    {
        var owners = new int[layout.Entries.Length];
        var sizes = new long[count];
        foreach (var isLayer in (bool[])[true, false])
        {
            for (var index = 0; index < owners.Length; index++)
            {
                var entry = layout.Entries[index];
                if (entry.Layer is not null != isLayer)
                {
                    continue;
                }

                owners[index] = entry.Layer is { } layer ? layer % count : Array.IndexOf(sizes, sizes.Min());
                sizes[owners[index]] += entry.Range.Length;
            }
        }

        return owners;
    }

    private static ImmutableArray<ArenaRange> Join(IEnumerable<ArenaEntry> entries)
    {
        var ranges = ImmutableArray.CreateBuilder<ArenaRange>();
        foreach (var entry in entries.Where(entry => entry.Range.Length > 0))
        {
            Append(ranges, entry.Range);
        }

        return ranges.ToImmutable();
    }

    private static long IdealCut(long total, int index, int count) => (long)((Int128)total * index / count);

    // Packed index after the last element of each layer; tensors without elements join what precedes them.
    private static List<long> LayerEnds(ArenaLayout layout)
    {
        var ends = new List<long>();
        var end = 0L;
        int? previousLayer = null;
        foreach (var entry in layout.Entries.Where(entry => entry.Range.Length > 0))
        {
            end += entry.Range.Length;
            if (ends.Count > 0 && entry.Layer is not null && entry.Layer == previousLayer)
            {
                ends[^1] = end;
            }
            else
            {
                ends.Add(end);
            }

            previousLayer = entry.Layer;
        }

        return ends;
    }

    // Chooses count rising ends, the last of them the very end, leaving a unit for every fragment still to come.
    private static long[] NearestCuts(List<long> unitEnds, int count)
    {
        var cuts = new long[count];
        var unit = 0;
        for (var index = 0; index < count; index++)
        {
            var ideal = IdealCut(unitEnds[^1], index + 1, count);
            var lastUnit = unitEnds.Count - (count - index);
            while (unit < lastUnit && Math.Abs(unitEnds[unit + 1] - ideal) <= Math.Abs(unitEnds[unit] - ideal))
            {
                unit++;
            }

            cuts[index] = unitEnds[unit];
            unit++;
        }

        return cuts;
    }

    private static ImmutableArray<ArenaFragment> Cut(ArenaLayout layout, long[] packedEnds)
    {
        var fragments = ImmutableArray.CreateBuilder<ArenaFragment>(packedEnds.Length);
        var ranges = ImmutableArray.CreateBuilder<ArenaRange>();
        var packed = 0L;
        foreach (var entry in layout.Entries)
        {
            var rest = entry.Range;
            while (rest.Length > 0)
            {
                var length = Math.Min(rest.Length, packedEnds[fragments.Count] - packed);
                Append(ranges, new ArenaRange(rest.Offset, length));
                rest = new ArenaRange(rest.Offset + length, rest.Length - length);
                packed += length;
                if (packed == packedEnds[fragments.Count])
                {
                    fragments.Add(new ArenaFragment(layout, fragments.Count, ranges.ToImmutable()));
                    ranges.Clear();
                }
            }
        }

        return fragments.ToImmutable();
    }

    private static void Append(ImmutableArray<ArenaRange>.Builder ranges, ArenaRange range)
    {
        if (ranges.Count > 0 && ranges[^1].End == range.Offset)
        {
            ranges[^1] = new ArenaRange(ranges[^1].Offset, ranges[^1].Length + range.Length);
        }
        else
        {
            ranges.Add(range);
        }
    }
}
