using Decentral.Training.Jobs;
using Decentral.Training.Progress;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Decentral.Cli.Presentation;

/// <summary>Draws one picture of a run.</summary>
internal static class RunPanel
{
    /// <summary>Columns of the loss curve that fit beside the numbers in 80 columns.</summary>
    public const int CurveColumns = 32;

    private const int BarColumns = 48;

    public static IRenderable Render(Job job, RunProgress progress, string curve, bool isUnicode)
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap().PadRight(3)).AddColumn(new GridColumn().NoWrap());
        grid.AddRow(new Text("loss"), Line(
            $"{Units.Loss(progress.TrainLoss)}", $"held-out {Units.Loss(progress.EvalLoss)}", isUnicode ? curve : ""));
        grid.AddRow(new Text("speed"), Line(
            $"{Units.Count(progress.TokensPerSecond)} tokens/s",
            progress.Utilisation is { } share ? $"utilisation {Units.Percent(share)}" : ""));
        grid.AddRow(new Text("rounds"), Line(
            $"{progress.Round} of {progress.Rounds}", $"{Units.Count(progress.Tokens)} tokens"));
        grid.AddRow(new Text(job.Pipeline.Stages > 0 ? "stages" : "members"), Line(
            job.Pipeline.Stages > 0 ? $"{progress.Stages} of {job.Pipeline.Stages * job.Workers}" : $"{progress.Members} of {job.Workers}",
            $"recoveries {progress.Recoveries}"));
        grid.AddRow(new Text("traffic"), Line(
            $"sent {Units.Bytes(progress.BytesSent)}", $"received {Units.Bytes(progress.BytesReceived)}"));
        return new Rows(Heading(job, progress), Bar(progress, isUnicode), grid);
    }

    private static Text Heading(Job job, RunProgress progress) => new(
        $"{job.Name}   {ChoiceName.Of(job.Method)}   {Phase(progress.Phase)}", new Style(decoration: Decoration.Bold));

    private static Columns Bar(RunProgress progress, bool isUnicode)
    {
        var share = progress.TokenBudget == 0 ? 0 : Math.Clamp((double)progress.Tokens / progress.TokenBudget, 0, 1);
        var done = (int)(share * BarColumns);
        var (full, empty) = isUnicode ? ('━', '─') : ('#', '-');
        var left = progress.TimeLeft is { } time ? $"{Units.Duration(time)} left" : "";
        return new Columns(
            new Text(new string(full, done), new Style(Color.Green)),
            new Text(new string(empty, BarColumns - done), new Style(decoration: Decoration.Dim)),
            new Text($"  {Units.Percent(share)}   {left}"))
        {
            Expand = false,
            Padding = new Padding(0),
        };
    }

    private static Text Line(params string[] parts) => new(string.Join("   ", parts.Where(part => part.Length > 0)));

    private static string Phase(RunPhase phase) => phase switch
    {
        RunPhase.Preparing => "preparing",
        RunPhase.Training => "training",
        RunPhase.Stopping => "stopping at the next step; once more to stop at once",
        RunPhase.Saving => "saving",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
