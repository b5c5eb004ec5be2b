using Decentral.Actors.Nodes.Links;

namespace Decentral.Actors.Nodes.Sessions;

/// <summary>
/// The place of a session's connection of one kind: at most one at a time, and a new one opens only when the former has
/// wholly ended. So nothing that waits to be sent is taken by whoever still sends on a dead connection.
/// </summary>
internal sealed class LinkSlot
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _ended = new();
    private FrameSocket? _socket;
    private long _heardAt;

    /// <param name="capacity">See <see cref="Links.Outbox"/>.</param>
    /// <param name="limit">See <see cref="Links.Outbox"/>.</param>
    public LinkSlot(int capacity, int limit)
    {
        Outbox = new Outbox(capacity, limit, Work);
        _ended.SetResult();
    }

    /// <summary>Frames that wait to be sent.</summary>
    public Outbox Outbox { get; }

    /// <summary>There is something to send.</summary>
    public AsyncSignal Work { get; } = new();

    /// <summary>When something last came over it, as a timestamp.</summary>
    public long HeardAt => Interlocked.Read(ref _heardAt);

    public bool IsOpen
    {
        get
        {
            lock (_gate)
            {
                return _socket is not null;
            }
        }
    }

    /// <summary>A connection is up. Whoever opens it closes it, whatever happens.</summary>
    /// <returns>False when another has not ended yet; see <see cref="EndAsync"/>.</returns>
    public bool TryOpen(FrameSocket socket, long timestamp)
    {
        lock (_gate)
        {
            if (_socket is not null)
            {
                return false;
            }

            _socket = socket;
            _ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Heard(timestamp);
            Outbox.Open();
        }

        Work.Set();
        return true;
    }

    /// <summary>Something has come over it.</summary>
    public void Heard(long timestamp) => Interlocked.Exchange(ref _heardAt, timestamp);

    /// <summary>The connection has ended, and nobody sends on it any more.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _socket = null;
            Outbox.Close();
            _ended.TrySetResult();
        }
    }

    /// <summary>Breaks the connection, if there is one, which then ends.</summary>
    public void Abort()
    {
        lock (_gate)
        {
            _socket?.Abort();
        }
    }

    /// <summary>Breaks the connection and waits until it has ended.</summary>
    public Task EndAsync()
    {
        lock (_gate)
        {
            _socket?.Abort();
            return _ended.Task;
        }
    }

    /// <summary>Lets the connection send what waits, then ends it.</summary>
    /// <param name="time">How long it may take.</param>
    public Task FinishAsync(TimeProvider time)
    {
        Outbox.Finish();
        lock (_gate)
        {
            return Task.WhenAny(_ended.Task, Task.Delay(LinkPump.Farewell, time));
        }
    }
}
