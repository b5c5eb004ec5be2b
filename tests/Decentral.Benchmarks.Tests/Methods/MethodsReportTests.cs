using Decentral.Benchmarks.Methods;

namespace Decentral.Benchmarks.Tests.Methods;

public sealed class MethodsReportTests
{
    [Fact]
    public void Write_FinishedGrid_HasMeansGapsAndMarks()
    {
        using var grid = new SmallGrid();
        grid.Finish(cell => cell.Method.Name == "diloco" ? 2.06 : 1.9 + (0.1 * (cell.Seed % 2)));

        var report = MethodsReport.Write(new Outcomes(grid.Status()));

        // Seeds of 2.0 and 1.9: their mean, and the standard deviation of one.
        Assert.Contains(
            "| data-parallel | `method=data-parallel` | `inner.learningRate=2e-3` | 1,000 | 1 | 1.9500 ± 0.0707 (2) | 0.0 % | 0.0 % |",
            report,
            StringComparison.Ordinal);
        Assert.Contains(
            "| diloco | `method=diloco sync.every=10` | `outer.learningRate=1.0 outer.momentum=0.8` | 20 | 50 | 2.0600 † | +5.6 % | +5.6 % |",
            report,
            StringComparison.Ordinal);
        Assert.Contains("### Final: two.txt", report, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_Relations_SayWhichHold()
    {
        using var grid = new SmallGrid();
        grid.Finish(cell => cell.Method.Name == "diloco" ? 2.1 : 2);

        var report = MethodsReport.Write(new Outcomes(grid.Status()));

        Assert.Matches(@"\| It is near \|.*\| \*\*not reproduced\*\* † \|", report);
        Assert.Matches(@"\| It is far \|.*\| reproduced † \|", report);
        Assert.Matches(@"\| It scales \|.*\| out of reach at this size: one machine \|", report);
    }

    [Fact]
    public void Write_PointThatDiverged_IsNamedAndNotTheBest()
    {
        using var grid = new SmallGrid();
        grid.Finish(cell => cell.Point.Any(setting => setting.Value == "2e-3") ? double.PositiveInfinity : 2);

        var report = MethodsReport.Write(new Outcomes(grid.Status()));

        Assert.Contains("`inner.learningRate=1e-3` 2.0000; `inner.learningRate=2e-3` diverged", report, StringComparison.Ordinal);
        Assert.Contains("| `method=data-parallel` | `inner.learningRate=1e-3` |", report, StringComparison.Ordinal);
        Assert.Contains("| `inner.learningRate=2e-3`, which is not the best |", report, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_EmptyGrid_SaysThatNothingWasRun()
    {
        using var grid = new SmallGrid();

        var report = MethodsReport.Write(new Outcomes(grid.Status()));

        Assert.StartsWith("0 of the grid's 10 cells are done.", report, StringComparison.Ordinal);
        Assert.Contains("| not run yet |", report, StringComparison.Ordinal);
    }

    [Fact]
    public void Replace_PageWithMarks_KeepsWhatIsAroundThem()
    {
        var section = new GeneratedSection("methods");
        var page = $"before\n{section.Begin}\nold\n{section.End}\nafter\n";

        var once = section.Replace(page, "new\n");

        Assert.Equal($"before\n{section.Begin}\n\nnew\n\n{section.End}\nafter\n", once);
        Assert.Equal(once, section.Replace(once, "new"));
    }

    [Fact]
    public void Replace_PageWithoutMarks_IsRefused() =>
        Assert.Throws<InvalidDataException>(() => new GeneratedSection("methods").Replace("a page", "new"));
}
