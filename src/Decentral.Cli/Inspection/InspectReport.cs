using System.Collections.Immutable;
using System.Globalization;
using Decentral.Cli.Presentation;
using Decentral.Cli.Runs;
using Decentral.Training.Jobs;
using Spectre.Console;

namespace Decentral.Cli.Inspection;

/// <summary>A run's history, for a person.</summary>
internal static class InspectReport
{
    /// <summary>Rows of the table of rounds, unless all are asked for.</summary>
    private const int MostRows = 30;

    private const int CellColumns = 9;

    public static void Write(IAnsiConsole console, RunFolder folder, Job job, RunHistory history, bool isWhole)
    {
        console.Write(Summary(folder, job, history));
        console.WriteLine();
        WriteRounds(console, history, isWhole ? int.MaxValue : MostRows);
        console.WriteLine();
        WriteMembers(console, history);
        console.WriteLine();
        foreach (var happening in history.Happenings)
        {
            console.WriteLine($"{Units.Duration(happening.Elapsed),9}  {happening.Text}");
        }
    }

    private static Grid Summary(RunFolder folder, Job job, RunHistory history)
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap().PadRight(3)).AddColumn(new GridColumn().NoWrap());
        void Add(string name, string value) => grid.AddRow(new Text(name), new Text(value));
        Add("run", $"{folder.Name}, {history.Status.InWords}");
        Add("method", $"{ChoiceName.Of(job.Method)}, {Units.Plural(job.Workers, "worker")}");
        Add("made", history.MadeAt?.ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture) ?? "not yet");
        Add("loss", $"{Units.Loss(history.TrainLoss)} in training, {Units.Loss(history.EvalLoss)} held out "
            + $"(from {Units.Loss(history.FirstEvalLoss)})");
        Add("samples", string.Create(
            CultureInfo.InvariantCulture, $"{history.SamplesUsed} of {history.Samples} used, each of "
            + $"{Units.Plural(history.TokensPerSample, "token")}"));
        Add("rounds", $"{history.Rounds.Count} committed, {history.RoundsUndone} undone, "
            + $"{history.RoundsDiscarded} discarded");
        Add("traffic", $"{Units.Bytes(history.Bytes)} sent");
        Add("recoveries", $"{history.Recoveries}");
        return grid;
    }

    private static void WriteRounds(IAnsiConsole console, RunHistory history, int mostRows)
    {
        WriteRow(console, "round", "at", "took", "workers", "tokens", "loss", "held out", "sent");
        var shown = Pick(history.Rounds, mostRows);
        foreach (var round in shown)
        {
            WriteRow(
                console, $"{round.Round}", Units.Duration(round.Elapsed), Units.Duration(round.Took),
                $"{round.Workers}", Units.Count(round.Tokens), Units.Loss(round.TrainLoss),
                Units.Loss(round.EvalLoss), Units.Bytes(round.Bytes));
        }
        if (shown.Count < history.Rounds.Count)
        {
            console.WriteLine($"{shown.Count} of {history.Rounds.Count} rounds; --all shows the rest.");
        }
    }

    /// <summary>Who was there, when, and what each contributed.</summary>
    private static void WriteMembers(IAnsiConsole console, RunHistory history)
    {
        WriteRow(console, "worker", "joined", "left", "losses", "rounds", "tokens", "share", "node");
        foreach (var member in history.Members.Values)
        {
            var shares = history.Rounds.SelectMany(round => round.Shares).Where(share => share.Worker == member.Worker).ToList();
            var tokens = shares.Sum(share => share.Tokens);
            WriteRow(
                console, $"{member.Worker.Value}", Units.Duration(member.JoinedAt),
                member.LeftAt is { } left ? Units.Duration(left) : "-", $"{member.Losses}", $"{shares.Count}",
                Units.Count(tokens), history.Tokens == 0 ? "-" : Units.Percent((double)tokens / history.Tokens),
                "  " + (member.Node ?? "(here)"));
        }
    }

    private static void WriteRow(IAnsiConsole console, params IEnumerable<string> cells) =>
        console.WriteLine(string.Concat(cells.Select(cell => cell.PadLeft(CellColumns))));

    /// <summary>At most so many of the rounds, evenly spread, the last one among them.</summary>
    private static List<RoundRecord> Pick(ImmutableList<RoundRecord> rounds, int most)
    {
        var count = Math.Min(rounds.Count, most);
        return [.. Enumerable.Range(1, count).Select(index => rounds[(int)((long)index * rounds.Count / count) - 1])];
    }
}
