using Decentral.Training.Jobs;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Decentral.Cli.Presentation;

/// <summary>A run as a panel that is redrawn in place, with the events above it.</summary>
internal sealed class LiveRunView(IAnsiConsole console, TimeProvider time, Job job) : IRunView
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(125);

    private readonly LossCurve _curve = new(RunPanel.CurveColumns);

    public Task ShowAsync(RunFeed feed, Task run) => console
        .Live(Render(feed))
        .Overflow(VerticalOverflow.Crop)
        .StartAsync(async live =>
        {
            using var timer = new PeriodicTimer(Tick, time);
            do
            {
                await Task.WhenAny(run, timer.WaitForNextTickAsync().AsTask());
                ShowEvents(feed);
                live.UpdateTarget(Render(feed));
            }
            while (!run.IsCompleted);
        });

    private void ShowEvents(RunFeed feed)
    {
        foreach (var happened in feed.TakeEvents())
        {
            var style = EventText.IsWarning(happened) ? new Style(Color.Yellow) : new Style(decoration: Decoration.Dim);
            console.Write(new Text($"{Units.Duration(happened.Elapsed),7}  {EventText.Of(happened)}\n", style));
        }
    }

    private IRenderable Render(RunFeed feed)
    {
        var progress = feed.Latest;
        _curve.Add(progress);
        return RunPanel.Render(job, progress, _curve.Render(), console.Profile.Capabilities.Unicode);
    }
}
