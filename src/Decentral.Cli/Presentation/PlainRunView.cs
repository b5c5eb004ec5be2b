using Decentral.Training.Progress;
using Spectre.Console;

namespace Decentral.Cli.Presentation;

/// <summary>A run as lines of text, for logs: every event, and how far it has come every ten seconds.</summary>
internal sealed class PlainRunView(IAnsiConsole console, TimeProvider time) : IRunView
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(10);

    private TimeSpan _lastLine = TimeSpan.Zero;

    public async Task ShowAsync(RunFeed feed, Task run)
    {
        using var timer = new PeriodicTimer(Tick, time);
        do
        {
            await Task.WhenAny(run, timer.WaitForNextTickAsync().AsTask());
            Show(feed);
        }
        while (!run.IsCompleted);
    }

    /// <summary>Writes what is new in the feed.</summary>
    internal void Show(RunFeed feed)
    {
        foreach (var happened in feed.TakeEvents())
        {
            var warning = EventText.IsWarning(happened) ? "warning: " : "";
            Write(happened.Elapsed, warning + EventText.Of(happened));
        }
        var progress = feed.Latest;
        if (progress.Phase != RunPhase.Preparing && progress.Elapsed >= _lastLine + BetweenLines)
        {
            Write(progress.Elapsed, Describe(progress));
        }
    }

    private void Write(TimeSpan elapsed, string text)
    {
        console.WriteLine($"{Units.Duration(elapsed),7}  {text}");
        _lastLine = elapsed;
    }

    private static string Describe(RunProgress progress)
    {
        var left = progress.TimeLeft is { } time ? $", {Units.Duration(time)} left" : "";
        return $"round {progress.Round}/{progress.Rounds}, {Units.Count(progress.Tokens)} tokens: "
            + $"loss {Units.Loss(progress.TrainLoss)}, {Units.Count(progress.TokensPerSecond)} tokens/s{left}, "
            + (progress.Utilisation is { } share ? $"utilisation {Units.Percent(share)}, " : "")
            + $"{Units.Bytes(progress.BytesSent)} sent, "
            + (progress.Stages > 0 ? Units.Plural(progress.Stages, "stage") : Units.Plural(progress.Members, "member"));
    }
}
