using System.Diagnostics.CodeAnalysis;

namespace Decentral.Actors.Local.Compute;

/// <summary>The lanes that have work, in the order they became ready; threads wait here for the next.</summary>
internal sealed class ReadyLanes
{
    private readonly Queue<ComputeLane> _lanes = new();
    private bool _closed;

    /// <summary>Why no lane will ever run again; null while they do, and when they were closed in good order.</summary>
    public Exception? Fault { get; private set; }

    /// <summary>Queues a lane for the next free thread; false when there will be none.</summary>
    public bool TryAdd(ComputeLane lane)
    {
        lock (_lanes)
        {
            if (_closed)
            {
                return false;
            }

            _lanes.Enqueue(lane);
            Monitor.Pulse(_lanes);
            return true;
        }
    }

    /// <summary>Waits for a lane; false when closed.</summary>
    public bool TryTake([NotNullWhen(true)] out ComputeLane? lane)
    {
        lock (_lanes)
        {
            while (_lanes.Count == 0 && !_closed)
            {
                Monitor.Wait(_lanes);
            }

            return _lanes.TryDequeue(out lane);
        }
    }

    /// <summary>Lets the threads go and abandons the work of the lanes that wait.</summary>
    /// <param name="fault">What makes the lanes unusable; null when they close in good order.</param>
    public void Close(Exception? fault)
    {
        ComputeLane[] waiting;
        lock (_lanes)
        {
            Fault ??= fault;
            _closed = true;
            waiting = [.. _lanes];
            _lanes.Clear();
            Monitor.PulseAll(_lanes);
        }

        foreach (var lane in waiting)
        {
            lane.AbandonAll();
        }
    }
}
