namespace Decentral.Actors.Local.Compute;

/// <summary>A thread that serves one ready lane after another.</summary>
internal sealed class LaneThread
{
    private readonly int _index;
    private readonly ComputeLanesOptions _options;
    private readonly ReadyLanes _ready;
    private readonly Thread _thread;
    private long _busyTicks;

    public LaneThread(int index, ComputeLanesOptions options, ReadyLanes ready)
    {
        _index = index;
        _options = options;
        _ready = ready;
        // Below the actors' threads: a message must not wait behind a step of training.
        _thread = new Thread(Serve)
        {
            Name = $"{options.Name}-{index}",
            IsBackground = true,
            Priority = ThreadPriority.BelowNormal,
        };
        _thread.Start();
    }

    public TimeSpan BusyTime => new(Interlocked.Read(ref _busyTicks));

    public void Join() => _thread.Join();

    private void Serve()
    {
        if (!TryPrepare())
        {
            return;
        }

        while (_ready.TryTake(out var lane))
        {
            Run(lane.Begin());
            lane.End();
        }
    }

    private bool TryPrepare()
    {
        try
        {
            _options.ThreadStarted?.Invoke(_index);
            return true;
        }
        catch (Exception fault)
        {
            // Work on a half-prepared thread could give other bits: all work ends with this error instead.
            _ready.Close(fault);
            return false;
        }
    }

    private void Run(LaneWork piece)
    {
        var began = _options.TimeProvider.GetTimestamp();
        piece.Run();
        Interlocked.Add(ref _busyTicks, _options.TimeProvider.GetElapsedTime(began).Ticks);
        piece.Publish();
    }
}
