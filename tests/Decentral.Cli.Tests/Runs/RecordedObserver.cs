using System.Collections.Concurrent;
using Decentral.Training.Progress;

namespace Decentral.Cli.Tests.Runs;

/// <summary>Remembers the events that a run reports.</summary>
internal sealed class RecordedObserver : IRunObserver
{
    private readonly ConcurrentQueue<RunEvent> _events = new();

    public IReadOnlyCollection<RunEvent> Events => _events;

    public void Report(RunProgress progress)
    {
    }

    public void Report(RunEvent happened) => _events.Enqueue(happened);
}
