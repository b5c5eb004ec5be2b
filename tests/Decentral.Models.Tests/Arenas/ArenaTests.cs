using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Decentral.Models.Arenas;
using Decentral.Models.Randomness;
using FsCheck;
using FsCheck.Fluent;

namespace Decentral.Models.Tests.Arenas;

public sealed class ArenaTests
{
    [Fact]
    public void Constructor_NewArena_IsZeroAndAligned()
    {
        using var arena = new Arena(TwoTensors());

        Assert.Equal(0, arena.Address % 64);
        Assert.All(arena.Span("first").ToArray(), value => Assert.Equal(0, value));
    }

    [Fact]
    public void Span_TiedName_IsTheSameMemory()
    {
        var layout = new ArenaLayoutBuilder().Add("wte.weight", [5, 3]).Tie("lm_head.weight", "wte.weight").Build();
        using var arena = new Arena(layout);

        arena.Span("lm_head.weight")[7] = 42;

        Assert.Equal(42, arena.Span("wte.weight")[7]);
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, -1)]
    [InlineData(0, 33)]
    [InlineData(32, 1)]
    [InlineData(long.MaxValue, 1)]
    public void Span_OutsideTheArena_Throws(long offset, long length)
    {
        using var arena = new Arena(TwoTensors());

        Assert.Throws<ArgumentOutOfRangeException>(() => { arena.Span(new ArenaRange(offset, length)); });
    }

    [Fact]
    public void Span_AfterDispose_Throws()
    {
        var arena = new Arena(TwoTensors());
        arena.Dispose();

        Assert.Throws<ObjectDisposedException>(() => { arena.Span("first"); });
        Assert.Throws<ObjectDisposedException>(arena.Clear);
    }

    [Fact]
    public void Write_WhatReadGave_RestoresEveryFragment() =>
        Prop.ForAll(Layouts.Any, Gen.Choose(1, 5).ToArbitrary(), (layout, wanted) =>
        {
            using var source = Filled(layout);
            using var target = new Arena(layout);
            foreach (var fragment in FragmentPartition.BySize(layout, (int)Math.Min(wanted, layout.ElementCount)))
            {
                var packed = new float[fragment.ElementCount];
                source.Read(fragment, packed);
                target.Write(fragment, packed);
            }

            Assert.Equal(source.ComputeDigest(), target.ComputeDigest());
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Read_InPieces_EqualsTheWhole()
    {
        using var arena = Filled(TwoTensors());
        var fragment = FragmentPartition.Whole(arena.Layout);
        var whole = new float[fragment.ElementCount];
        arena.Read(fragment, whole);

        var pieces = new float[fragment.ElementCount];
        for (var start = 0; start < pieces.Length; start += 3)
        {
            arena.Read(fragment, pieces.AsSpan(start, Math.Min(3, pieces.Length - start)), start);
        }

        Assert.Equal(whole, pieces);
    }

    [Fact]
    public void Write_BeyondTheFragment_SaysWhereItEnds()
    {
        using var arena = Filled(TwoTensors());
        var fragment = FragmentPartition.Whole(arena.Layout);

        var error = Assert.Throws<ArgumentException>(() => arena.Write(fragment, new float[4], start: 8));
        Assert.Contains("ends before 11", error.Message);
    }

    [Fact]
    public void Read_FragmentOfAnotherLayout_Throws()
    {
        using var arena = Filled(TwoTensors());
        var other = FragmentPartition.Whole(new ArenaLayoutBuilder().Add("other", [11]).Build());

        Assert.Throws<ArgumentException>(() => arena.Read(other, new float[11]));
    }

    [Fact]
    public void ComputeDigest_AnyLayout_IsTheHashOfThePackedElements() =>
        Prop.ForAll(Layouts.Any, layout =>
        {
            using var arena = Filled(layout);
            var fragment = FragmentPartition.Whole(layout);
            var packed = new float[fragment.ElementCount];
            arena.Read(fragment, packed);

            var expected = Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes<float>(packed)));

            Assert.Equal(expected, arena.ComputeDigest().ToString());
            Assert.Equal(expected, arena.ComputeDigest(fragment).ToString());
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void ComputeDigest_PaddingWritten_IsNotSeen()
    {
        using var arena = Filled(TwoTensors());
        var before = (arena.ComputeDigest(), arena.ComputeNorm());

        arena.Span(new ArenaRange(6, 10)).Fill(float.NaN);

        Assert.Equal(before, (arena.ComputeDigest(), arena.ComputeNorm()));
    }

    [Fact]
    public void ComputeDigest_OneBitChanged_Differs()
    {
        using var arena = Filled(TwoTensors());
        var before = arena.ComputeDigest();

        arena.Span("second")[4] = MathF.BitIncrement(arena.Span("second")[4]);

        Assert.NotEqual(before, arena.ComputeDigest());
    }

    [Fact]
    public void ComputeNorm_ThreeAndFour_IsFive()
    {
        using var arena = new Arena(TwoTensors());
        arena.Span("first")[2] = 3;
        arena.Span("second")[1] = -4;

        Assert.Equal(5, arena.ComputeNorm());
    }

    [Fact]
    public void CopyFrom_SameLayout_CopiesEverything()
    {
        using var source = Filled(TwoTensors());
        using var target = new Arena(TwoTensors());

        target.CopyFrom(source);

        Assert.Equal(source.ComputeDigest(), target.ComputeDigest());
    }

    [Fact]
    public void CopyFrom_OtherLayout_Throws()
    {
        using var source = new Arena(new ArenaLayoutBuilder().Add("other", [11]).Build());
        using var target = new Arena(TwoTensors());

        Assert.Throws<ArgumentException>(() => target.CopyFrom(source));
    }

    private static ArenaLayout TwoTensors() => new ArenaLayoutBuilder().Add("first", [2, 3]).Add("second", [5]).Build();

    private static Arena Filled(ArenaLayout layout)
    {
        var arena = new Arena(layout);
        foreach (var entry in layout.Entries)
        {
            new RandomSequence(1, RandomPurpose.Named(entry.Name)).FillNormal(arena.Span(entry.Range), 0, 1);
        }

        return arena;
    }
}
