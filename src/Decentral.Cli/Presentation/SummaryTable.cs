using Decentral.Cli.Hosting;
using Decentral.Training.Jobs;
using Decentral.Training.Progress;
using Spectre.Console;

namespace Decentral.Cli.Presentation;

/// <summary>What a run came to, for a person.</summary>
internal static class SummaryTable
{
    public static void Write(IAnsiConsole console, RunSummary summary)
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap().PadRight(3)).AddColumn(new GridColumn().NoWrap());
        foreach (var (name, value) in Lines(summary))
        {
            grid.AddRow(new Text(name), new Text(value));
        }
        console.WriteLine();
        console.Write(grid);
        if (summary.Sample is { } sample)
        {
            console.WriteLine();
            console.WriteLine(sample);
        }
    }

    private static IEnumerable<(string Name, string Value)> Lines(RunSummary summary)
    {
        yield return ("run", summary.Run);
        yield return ("method", $"{ChoiceName.Of(summary.Method)}, {Units.Plural(summary.Workers, "worker")}");
        yield return ("loss", $"{Units.Loss(summary.TrainLoss)} in training, {HeldOut(summary)}");
        yield return ("tokens", $"{Units.Count(summary.Tokens)} in {Units.Plural(summary.Rounds, "round")}");
        yield return ("time", $"{Units.Duration(summary.Duration)}, {Units.Count(summary.TokensPerSecond)} tokens/s"
            + (summary.Utilisation is { } share ? $", utilisation {Units.Percent(share)}" : ""));
        yield return ("traffic", $"{Units.Bytes(summary.BytesSent)} sent, "
            + $"{Units.Bytes(summary.BytesReceived)} received");
        yield return ("recoveries", $"{summary.Recoveries}");
        yield return summary.IsComplete
            ? ("next", $"{ProgramName.Typed} generate {summary.Run} \"The \"")
            : ("next", $"stopped; go on with: {ProgramName.Typed} train --resume {summary.Run}");
    }

    private static string HeldOut(RunSummary summary)
    {
        var from = summary.FirstEvalLoss is { } first ? $" (from {Units.Loss(first)})" : "";
        return $"{Units.Loss(summary.EvalLoss)} held out{from}";
    }
}
