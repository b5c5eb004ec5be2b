using System.Collections.Concurrent;
using Decentral.Training.Progress;

namespace Decentral.Cli.Presentation;

/// <summary>Takes what a run reports, at once and from any thread, for a view to show in its own time.</summary>
internal sealed class RunFeed : IRunObserver
{
    private readonly ConcurrentQueue<RunEvent> _events = new();
    private volatile RunProgress _latest = new();

    /// <summary>The newest picture; earlier ones that nobody looked at are gone.</summary>
    public RunProgress Latest => _latest;

    public void Report(RunProgress progress) => _latest = progress;

    public void Report(RunEvent happened) => _events.Enqueue(happened);

    /// <summary>The events since the last call, in order.</summary>
    public IReadOnlyList<RunEvent> TakeEvents()
    {
        var events = new List<RunEvent>();
        while (_events.TryDequeue(out var happened))
        {
            events.Add(happened);
        }
        return events;
    }
}
