using System.Runtime.InteropServices;
using Decentral.Models.Arenas;
using Decentral.Models.Optimizers;
using Decentral.Models.Tests.Arenas;
using FsCheck;
using FsCheck.Fluent;

namespace Decentral.Models.Tests.Optimizers;

public sealed class OptimizerStateTests
{
    [Fact]
    public void Read_SomeTensorsKept_IsZeroElsewhereHoweverTheModelIsCut() =>
        Prop.ForAll(Layouts.Any, Gen.Choose(0, 255).ToArbitrary(), (layout, mask) =>
        {
            using var state = new OptimizerState("state", new StateLayout(layout, entry => IsKept(entry, mask)));
            var whole = FragmentPartition.Whole(layout);
            var values = Values.Normal((int)layout.ElementCount, "values");
            var expected = Masked(layout, mask, values);

            state.Write(whole, values);

            foreach (var fragment in FragmentPartition.BySize(layout, (int)Math.Min(3, layout.ElementCount)))
            {
                var read = new float[fragment.ElementCount];
                Array.Fill(read, 7);
                state.Read(fragment, read);
                Assert.Equal(Packed(layout, fragment, expected), read);
            }

            Assert.Equal(ContentDigest.Of(MemoryMarshal.AsBytes<float>(expected)), state.ComputeDigest());
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Write_WhatIsKept_RestoresTheState() =>
        Prop.ForAll(Layouts.Any, Gen.Choose(0, 255).ToArbitrary(), (layout, mask) =>
        {
            using var original = new OptimizerState("state", new StateLayout(layout, entry => IsKept(entry, mask)));
            using var copy = new OptimizerState("state", new StateLayout(layout, entry => IsKept(entry, mask)));
            original.Write(FragmentPartition.Whole(layout), Values.Normal((int)layout.ElementCount, "values"));
            var kept = new float[original.Kept.ElementCount];

            original.Read(original.Kept, kept);
            copy.Write(copy.Kept, kept);

            Assert.Equal(original.ComputeDigest(), copy.ComputeDigest());
            Assert.Equal(
                layout.Entries.Where(entry => IsKept(entry, mask)).Sum(entry => entry.Range.Length), kept.Length);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Kept_AllTensors_IsTheWholeModel() =>
        Prop.ForAll(Layouts.Any, layout =>
        {
            using var state = new OptimizerState("state", new StateLayout(layout, _ => true));

            Assert.Equal(FragmentPartition.Whole(layout).Ranges, state.Kept.Ranges);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Write_Part_LeavesTheRest()
    {
        var layout = new ArenaLayoutBuilder().Add("a", [20]).Add("b", [20]).Add("c", [20]).Build();
        using var state = new OptimizerState("state", new StateLayout(layout, entry => entry.Name != "b"));
        var whole = FragmentPartition.Whole(layout);

        state.Write(whole, [1, 2, 3, 4], start: 18);
        state.Write(whole, [5, 6, 7, 8], start: 38);

        var read = new float[60];
        state.Read(whole, read);
        Assert.Equal([1, 2, 0, 0], read[18..22]);
        Assert.Equal([0, 0, 7, 8], read[38..42]);
        Assert.Equal(4, read.Count(value => value != 0));
    }

    private static bool IsKept(ArenaEntry entry, int mask) => ((mask >> (entry.Name[^1] - '0')) & 1) == 1;

    private static float[] Masked(ArenaLayout layout, int mask, float[] values) =>
    [
        .. layout.Entries.SelectMany(entry => Enumerable.Repeat(IsKept(entry, mask), (int)entry.Range.Length))
            .Zip(values, (isKept, value) => isKept ? value : 0),
    ];

    private static float[] Packed(ArenaLayout layout, ArenaFragment fragment, float[] values)
    {
        using var arena = new Arena(layout);
        arena.Write(FragmentPartition.Whole(layout), values);
        var packed = new float[fragment.ElementCount];
        arena.Read(fragment, packed);
        return packed;
    }
}
