using System.Collections.Immutable;
using Decentral.Models.Arenas;
using FsCheck;
using FsCheck.Fluent;

namespace Decentral.Models.Tests.Arenas;

public sealed class FragmentPartitionTests
{
    [Fact]
    public void BySize_AnyLayoutAndCount_CoversEveryElementOnceInEqualParts() =>
        Prop.ForAll(Layouts.Any, Gen.Choose(1, 20).ToArbitrary(), (layout, wanted) =>
        {
            var count = (int)Math.Min(wanted, layout.ElementCount);

            var fragments = FragmentPartition.BySize(layout, count);

            AssertPartition(layout, fragments, count);
            Assert.InRange(fragments.Max(part => part.ElementCount) - fragments.Min(part => part.ElementCount), 0, 1);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void ByLayer_AnyLayoutAndCount_CoversEveryElementOnceInWholeLayers() =>
        Prop.ForAll(Layouts.Any, Gen.Choose(1, 20).ToArbitrary(), (layout, wanted) =>
        {
            var units = Units(layout);
            var count = Math.Min(wanted, units.Count);

            var fragments = FragmentPartition.ByLayer(layout, count);

            AssertPartition(layout, fragments, count);
            Assert.All(units, unit => Assert.Single(fragments, part => unit.All(entry => Contains(part, entry.Range))));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void ByLayer_EqualLayers_GivesEqualFragments()
    {
        var builder = new ArenaLayoutBuilder();
        for (var layer = 0; layer < 12; layer++)
        {
            builder.Add($"h.{layer}.weight", [10, 10], layer).Add($"h.{layer}.bias", [10], layer);
        }

        var fragments = FragmentPartition.ByLayer(builder.Build(), 4);

        Assert.All(fragments, part => Assert.Equal(330, part.ElementCount));
    }

    [Fact]
    public void BySize_TwoSixesAtTen_ReducesBothTensorsWhole()
    {
        // torchft drops the second of two tensors of six elements with buckets of ten.
        var layout = new ArenaLayoutBuilder().Add("first", [6]).Add("second", [6]).Build();

        AssertPartition(layout, FragmentPartition.BySize(layout, 2), 2);
    }

    [Fact]
    public void ByLayer_MoreFragmentsThanLayers_SaysHowManyArePossible()
    {
        var layout = new ArenaLayoutBuilder().Add("a", [4]).Add("b", [4]).Build();

        var error = Assert.Throws<ArgumentException>(() => FragmentPartition.ByLayer(layout, 3));
        Assert.Contains("at most 2", error.Message);
    }

    [Fact]
    public void BySize_MoreFragmentsThanElements_Throws()
    {
        var layout = new ArenaLayoutBuilder().Add("a", [4]).Build();

        Assert.Throws<ArgumentException>(() => FragmentPartition.BySize(layout, 5));
    }

    private static void AssertPartition(ArenaLayout layout, ImmutableArray<ArenaFragment> fragments, int count)
    {
        Assert.Equal(count, fragments.Length);
        Assert.All(fragments, part => Assert.NotEqual(0, part.ElementCount));
        var owners = new int[layout.Length];
        foreach (var range in fragments.SelectMany(part => part.Ranges))
        {
            for (var index = range.Offset; index < range.End; index++)
            {
                owners[index]++;
            }
        }

        var expected = new int[layout.Length];
        foreach (var entry in layout.Entries)
        {
            expected.AsSpan((int)entry.Range.Offset, (int)entry.Range.Length).Fill(1);
        }

        Assert.Equal(expected, owners);
    }

    private static List<List<ArenaEntry>> Units(ArenaLayout layout)
    {
        var units = new List<List<ArenaEntry>>();
        foreach (var entry in layout.Entries.Where(entry => entry.Range.Length > 0))
        {
            if (entry.Layer is null || units.Count == 0 || units[^1][0].Layer != entry.Layer)
            {
                units.Add([]);
            }

            units[^1].Add(entry);
        }

        return units;
    }

    private static bool Contains(ArenaFragment part, ArenaRange range) =>
        part.Ranges.Any(whole => whole.Offset <= range.Offset && range.End <= whole.End);
}
