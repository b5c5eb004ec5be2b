using System.Text.Json;
using Decentral.Cli.Hosting;
using Decentral.Cli.Presentation;
using Decentral.Cli.Runs;
using Decentral.Cli.Tests.Commands;
using Decentral.Storage.Runs;
using Decentral.Training.Jobs;
using Decentral.Training.Progress;

namespace Decentral.Cli.Tests.Presentation;

public sealed class SummaryTests
{
    private static readonly RunSummary Summary =
        RecordedRuntime.Summarise(
            new Job(), new RunFolder(new RunPaths("/home/ada/runs/quick"), "runs/quick", IsNew: true));

    [Fact]
    public void Write_FinishedRun_SaysWhatItCameTo() => Assert.Equal(
        """

        run          runs/quick
        method       diloco, 4 workers
        loss         2.104 in training, 2.118 held out (from 5.545)
        tokens       1.23 M in 6 rounds
        time         1:02, 20.0 k tokens/s, utilisation 97 %
        traffic      51.2 MB sent, 51.2 MB received
        recoveries   0
        next         decentral generate runs/quick "The "

        The [end] of the sample

        """,
        Table(Summary with { Sample = "The [end] of the sample" }));

    [Fact]
    public void Write_RunWithoutMeasurements_HasDashes() =>
        Assert.Contains(
            "loss         - in training, - held out\n",
            Table(Summary with { TrainLoss = null, EvalLoss = null, FirstEvalLoss = null }),
            StringComparison.Ordinal);

    [Fact]
    public void WriteJson_LossThatIsNoNumber_IsNull()
    {
        var diverged = Summary with { TrainLoss = double.NaN, EvalLoss = null };

        using var json = JsonDocument.Parse(SummaryJson.Write(diverged));

        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("trainLoss").ValueKind);
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("evalLoss").ValueKind);
    }

    [Fact]
    public void WriteErrors_AnyText_IsOneLine()
    {
        var line = SummaryJson.WriteErrors(["first\nsecond", "\"quoted\""]);

        Assert.Equal("""{"errors":["first\nsecond","\"quoted\""]}""", line);
    }

    private static string Table(RunSummary summary)
    {
        var written = new StringWriter();
        SummaryTable.Write(CliHost.Open(written, isRedirected: true), summary);
        return string.Join('\n', written.ToString().Split('\n').Select(line => line.TrimEnd()));
    }
}
