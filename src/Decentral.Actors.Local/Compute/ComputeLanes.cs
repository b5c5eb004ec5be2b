using Decentral.Actors.Compute;

namespace Decentral.Actors.Local.Compute;

/// <summary>
/// The threads that do the arithmetic of a process. Each worker has a lane of its own, whose work keeps its order; lanes
/// with work queue for a free thread, one piece at a time, so that more workers than threads share them evenly.
/// </summary>
public sealed class ComputeLanes : IDisposable
{
    private readonly Lock _disposing = new();
    private readonly ReadyLanes _ready = new();
    private readonly LaneThread[] _threads;
    private bool _disposed;

    /// <summary>Starts the threads.</summary>
    public ComputeLanes(ComputeLanesOptions? options = null)
    {
        options ??= new ComputeLanesOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Count, 1);
        _threads = [.. Enumerable.Range(0, options.Count).Select(index => new LaneThread(index, options, _ready))];
    }

    /// <summary>Threads.</summary>
    public int Count => _threads.Length;

    /// <summary>How long each thread has been at work, a piece under way not counted.</summary>
    public IReadOnlyList<TimeSpan> BusyTimes => [.. _threads.Select(thread => thread.BusyTime)];

    /// <summary>A lane for one worker; any free thread serves it. Usable from any thread.</summary>
    public IComputeLane CreateLane() => new ComputeLane(_ready);

    /// <summary>
    /// Waits for the pieces under way; what still waits is cancelled, and so is what comes later. Not to be called on a lane.
    /// </summary>
    public void Dispose()
    {
        lock (_disposing)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
        }

        _ready.Close(null);
        foreach (var thread in _threads)
        {
            thread.Join();
        }
    }
}
