using Decentral.Models.Arenas;
using FsCheck;
using FsCheck.Fluent;

namespace Decentral.Models.Tests.Arenas;

public sealed class ArenaLayoutTests
{
    [Fact]
    public void Build_AnyShapes_AlignsEntriesAndKeepsThemApart() =>
        Prop.ForAll(Layouts.Any, layout =>
        {
            var end = 0L;
            foreach (var entry in layout.Entries)
            {
                Assert.Equal(0, entry.Range.Offset % ArenaLayout.Alignment);
                Assert.InRange(entry.Range.Offset, end, end + ArenaLayout.Alignment - 1);
                Assert.Equal(entry.Shape.Aggregate(1L, (product, length) => product * length), entry.Range.Length);
                end = entry.Range.End;
            }

            Assert.InRange(layout.Length, end, end + ArenaLayout.Alignment - 1);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Build_LargerThanASpan_CountsInLongOffsets()
    {
        var layout = new ArenaLayoutBuilder()
            .Add("wte.weight", [256_000, 16_384])
            .Add("ln_f.weight", [16_384])
            .Build();

        Assert.Equal(256_000L * 16_384, layout["ln_f.weight"].Range.Offset);
        Assert.Equal(256_001L * 16_384, layout.ElementCount);
    }

    [Fact]
    public void Tie_SecondName_FindsTheSameEntryOnce()
    {
        var layout = new ArenaLayoutBuilder().Add("wte.weight", [5, 3]).Tie("lm_head.weight", "wte.weight").Build();

        Assert.Same(layout["wte.weight"], layout["lm_head.weight"]);
        Assert.Equal(15, layout.ElementCount);
        Assert.Single(layout.Entries);
    }

    [Fact]
    public void Tie_UnknownName_SaysWhichIsMissing()
    {
        var builder = new ArenaLayoutBuilder().Add("wte.weight", [5, 3]);

        var error = Assert.Throws<ArgumentException>(() => builder.Tie("lm_head.weight", "wte"));
        Assert.Contains("'wte'", error.Message);
    }

    [Fact]
    public void Add_NameTwice_Throws()
    {
        var builder = new ArenaLayoutBuilder().Add("a", [1]).Tie("b", "a");

        Assert.Throws<ArgumentException>(() => builder.Add("a", [1]));
        Assert.Throws<ArgumentException>(() => builder.Add("b", [1]));
    }

    [Fact]
    public void Add_ShapeThatOverflows_NamesTheTensor()
    {
        var builder = new ArenaLayoutBuilder();

        var error = Assert.Throws<ArgumentException>(() => builder.Add("huge", [long.MaxValue, long.MaxValue, 4]));
        Assert.Contains("'huge'", error.Message);
    }

    [Fact]
    public void Add_NegativeDimension_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ArenaLayoutBuilder().Add("a", [2, -1]));

    [Fact]
    public void Fingerprint_AnyDifference_Changes()
    {
        ContentDigest[] fingerprints =
        [
            new ArenaLayoutBuilder().Add("a", [2, 3]).Build().Fingerprint,
            new ArenaLayoutBuilder().Add("a", [3, 2]).Build().Fingerprint,
            new ArenaLayoutBuilder().Add("b", [2, 3]).Build().Fingerprint,
            new ArenaLayoutBuilder().Add("a", [2, 3]).Add("b", [1]).Build().Fingerprint,
            new ArenaLayoutBuilder().Add("a", [2, 3]).Tie("b", "a").Build().Fingerprint,
        ];

        Assert.Distinct(fingerprints);
    }

    [Fact]
    public void Indexer_UnknownName_NamesIt()
    {
        var layout = new ArenaLayoutBuilder().Add("wte.weight", [5, 3]).Build();

        Assert.Contains("'wpe.weight'", Assert.Throws<KeyNotFoundException>(() => layout["wpe.weight"]).Message);
    }
}
