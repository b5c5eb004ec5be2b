namespace Decentral.Benchmarks.Tests.Methods;

public sealed class ResultFolderTests
{
    [Fact]
    public void Missing_SomeKept_AreTheOthersInOrder()
    {
        using var grid = new SmallGrid();
        var before = grid.Status().Missing.ToList();

        grid.Results.Keep(SmallGrid.ResultOf(before[1], 2.5));

        var after = grid.Status();
        Assert.Equal([before[0].Cell.ToString(), before[2].Cell.ToString()], after.Missing.Take(2).Select(entry => entry.Cell.ToString()));
        Assert.Equal(before.Count - 1, after.Missing.Count());
        Assert.Equal(2.5, after.Entries[1].Result!.Loss);
    }

    [Fact]
    public void Only_Pattern_LeavesTheCellsThatItMatches()
    {
        using var grid = new SmallGrid();

        var only = grid.Status().Only(["final/*loco"]);

        Assert.Equal(["final/diloco", "final/diloco"], only.Entries.Select(entry => entry.Cell.Name));
    }

    [Fact]
    public void Find_KeptUnderADefaultThatHasChangedSince_IsMissing()
    {
        using var grid = new SmallGrid();
        var entry = grid.Status().Entries[0];
        var stale = entry.Configuration with { Fields = entry.Configuration.Fields.SetItem("inner.beta1", "0.5") };

        grid.Results.Keep(SmallGrid.ResultOf(entry, 2) with { Configuration = stale });

        Assert.Null(grid.Results.Find(entry.Configuration));
    }
}
