using Decentral.Benchmarks.Methods;

namespace Decentral.Benchmarks.Tests.Methods;

public sealed class CellConfigurationTests
{
    [Fact]
    public void Key_OfKnownCell_IsWhatItWas()
    {
        using var grid = new SmallGrid();

        // Another key than this one makes all kept results strangers.
        Assert.Equal("e791f8fa2249fadf", First(grid).Key);
    }

    [Theory]
    [InlineData("[1e-3, 2e-3]", "[0.001, 2e-3]")]
    [InlineData("inner.steps: 1000 }", "inner.steps: 1000, snapshots.every: 1h, evaluation.every: 7 }")]
    [InlineData("set: { method: data-parallel }", "set: { method: data-parallel, inner.beta1: 0.9 }")]
    public void Key_SameTrainingWrittenOtherwise_IsTheSame(string written, string otherwise)
    {
        using var grid = new SmallGrid();

        Assert.Equal(First(grid).Key, First(grid, written, otherwise).Key);
    }

    [Theory]
    [InlineData("[1e-3, 2e-3]", "[3e-3, 2e-3]")]
    [InlineData("one.txt: d1", "one.txt: d9")]
    [InlineData("inner.steps: 1000", "inner.steps: 1001")]
    public void Key_OtherTraining_Differs(string written, string otherwise)
    {
        using var grid = new SmallGrid();

        Assert.NotEqual(First(grid).Key, First(grid, written, otherwise).Key);
    }

    [Fact]
    public void Key_OtherSeed_Differs()
    {
        using var grid = new SmallGrid();

        var keys = grid.Status().Entries
            .Where(entry => entry.Cell is { Name: "final/data-parallel", Corpus.Name: "one.txt" })
            .Select(entry => entry.Configuration.Key);

        Assert.Equal(2, keys.Distinct().Count());
    }

    [Fact]
    public void AgreesWith_EarlierWithoutAFieldThatIsAtItsDefault_IsTrue()
    {
        using var grid = new SmallGrid();
        var now = First(grid);
        var earlier = now with { Fields = now.Fields.Remove("inner.beta1") };

        Assert.True(now.AgreesWith(earlier));
        Assert.Equal(now.Key, earlier.Key);
    }

    [Fact]
    public void AgreesWith_EarlierOfAnotherDefault_IsFalse()
    {
        using var grid = new SmallGrid();
        var now = First(grid);

        Assert.False(now.AgreesWith(now with { Fields = now.Fields.SetItem("inner.beta1", "0.5") }));
    }

    private static CellConfiguration First(SmallGrid grid, string written = "one.txt", string otherwise = "one.txt") =>
        grid.Status(SmallGrid.Yaml.Replace(written, otherwise, StringComparison.Ordinal)).Entries[0].Configuration;
}
