using System.Xml.Linq;
using Decentral.Benchmarks.Failures;

namespace Decentral.Benchmarks.Tests.Failures;

public sealed class FailuresBenchmarkTests
{
    [Fact]
    public void Run_CellsThatAreDone_AreNotRunAgain()
    {
        using var folder = new TemporaryFolder();
        var options = Options(folder) with { Only = ["*-0-seed1", "buddy-16-seed1"] };
        Assert.Equal(0, new FailuresBenchmark(options with { Only = ["no-failure-0-seed1"] }).Run());
        var first = File.ReadAllText(ResultOf(folder, "no-failure-0-seed1"));

        Assert.Equal(0, new FailuresBenchmark(options).Run());

        Assert.Equal(first, File.ReadAllText(ResultOf(folder, "no-failure-0-seed1")));
        Assert.True(File.Exists(ResultOf(folder, "swapped-0-seed1")));
        Assert.True(File.Exists(ResultOf(folder, "buddy-16-seed1")));
        Assert.True(File.Exists(Path.Combine(folder.Path, "trace-16-seed1.txt")));
    }

    [Fact]
    public void Run_ResultOfAnotherSettingOrTrace_IsMadeAgain()
    {
        using var folder = new TemporaryFolder();
        var options = Options(folder) with { Only = ["checkfree-16-seed1"] };
        new FailuresBenchmark(options).Run();
        var file = ResultOf(folder, "checkfree-16-seed1");
        var first = File.ReadAllText(file);

        new FailuresBenchmark(options with { Setting = options.Setting with { Clip = 2 } }).Run();
        var ofSetting = File.ReadAllText(file);
        File.WriteAllText(
            Path.Combine(folder.Path, "trace-16-seed1.txt"), Pipeline.Faults.FailureTraceText.Write(SmallSetting.Trace((3, 2))));
        new FailuresBenchmark(options with { Setting = options.Setting with { Clip = 2 } }).Run();

        Assert.NotEqual(first, ofSetting);
        Assert.NotEqual(ofSetting, File.ReadAllText(file));
    }

    [Fact]
    public void Run_NoBudget_StartsNoCell()
    {
        using var folder = new TemporaryFolder();

        new FailuresBenchmark(Options(folder) with { Budget = TimeSpan.Zero }).Run();

        Assert.Empty(Directory.GetFiles(folder.Path, "*.json"));
    }

    [Fact]
    public void Report_SomeCellsDone_SaysOfTheOthersThatTheyAreNotRunYet()
    {
        using var folder = new TemporaryFolder();
        var benchmark = new FailuresBenchmark(Options(folder) with { Only = ["no-failure-0-seed1", "checkfree-16-seed1", "buddy-16-seed1"] });
        benchmark.Run();

        var (section, svg) = (FailuresReport.Write(benchmark.Outcomes()), XDocument.Parse(FailuresPlot.Draw(benchmark.Outcomes())));

        Assert.StartsWith("3 of the grid's", section, StringComparison.Ordinal);
        Assert.Contains("| checkfree | 1 |", section, StringComparison.Ordinal);
        Assert.Contains("not run yet", section, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", section + svg, StringComparison.Ordinal);
        Assert.Contains(svg.Descendants(), element => element.Value == "CheckFree");
    }

    private static FailuresOptions Options(TemporaryFolder folder)
    {
        var data = Path.Combine(folder.Path, "text.txt");
        File.WriteAllBytes(data, SmallSetting.Text);
        return new FailuresOptions { ResultsPath = folder.Path, Data = data, Setting = SmallSetting.Setting };
    }

    private static string ResultOf(TemporaryFolder folder, string cell) => Path.Combine(folder.Path, $"{cell}.json");
}
