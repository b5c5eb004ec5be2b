using Decentral.Actors.Nodes.Frames;

namespace Decentral.Actors.Nodes.Links;

/// <summary>
/// Frames that wait to be sent over one link: written by any thread, taken in batches by one. While a batch is under
/// way the next one gathers, so that many small frames cost one system call.
/// </summary>
/// <param name="capacity">Bytes that may wait before bounded frames are refused.</param>
/// <param name="limit">Bytes that may wait at all; where the other side lets more gather, the link is given up.</param>
/// <param name="filled">Set when something waits.</param>
internal sealed class Outbox(int capacity, int limit, AsyncSignal filled)
{
    private const int FirstCapacity = 4096;

    private readonly Lock _gate = new();
    private FrameBuffer _incoming = new(FirstCapacity);
    private FrameBuffer _taken = new(FirstCapacity);
    private bool _isOpen;
    private bool _isFinished;
    private bool _hasOverflowed;

    /// <summary>Whether nothing more will come.</summary>
    public bool IsFinished
    {
        get
        {
            lock (_gate)
            {
                return _isFinished && _incoming.Length == 0;
            }
        }
    }

    /// <summary>Whether a bounded frame would be taken now.</summary>
    public bool HasRoom
    {
        get
        {
            lock (_gate)
            {
                return _isOpen && _incoming.Length < capacity;
            }
        }
    }

    /// <summary>Whether so much waits that nobody should add to it who could do without the link.</summary>
    public bool IsNearLimit
    {
        get
        {
            lock (_gate)
            {
                return _incoming.Length >= limit - ((limit - capacity) / 4);
            }
        }
    }

    /// <summary>Writes one frame.</summary>
    /// <param name="write">Writes the frame; not to capture anything, so that nothing is allocated for it.</param>
    /// <param name="state">What it needs.</param>
    /// <param name="isBounded">Whether it may be refused for lack of room; what the engine itself says is not.</param>
    public AppendOutcome Append<TState>(FrameWriting<TState> write, TState state, bool isBounded = false)
    {
        AppendOutcome outcome;
        lock (_gate)
        {
            outcome = Admit(isBounded);
            if (outcome == AppendOutcome.Queued)
            {
                Write(write, state);
            }
        }

        filled.Set();
        return outcome;
    }

    /// <summary>Starts anew, empty, for a link that is up.</summary>
    public void Open()
    {
        lock (_gate)
        {
            _incoming.CutTo(0);
            _isOpen = true;
            _isFinished = false;
            _hasOverflowed = false;
        }
    }

    /// <summary>The link is down: what waits is dropped, as whatever is appended from now on.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isOpen = false;
            _incoming.CutTo(0);
        }
    }

    /// <summary>Nothing more is appended; what waits is still to be sent.</summary>
    public void Finish()
    {
        lock (_gate)
        {
            _isOpen = false;
            _isFinished = true;
        }

        filled.Set();
    }

    /// <summary>Takes all that waits; valid until the next call.</summary>
    /// <exception cref="LinkBrokenException">Too much has gathered, and some of it is lost.</exception>
    public bool TryTake(out ReadOnlyMemory<byte> batch)
    {
        lock (_gate)
        {
            if (_hasOverflowed)
            {
                throw new LinkBrokenException(
                    $"it did not take what was sent to it, and more than {limit} bytes waited");
            }

            (_incoming, _taken) = (_taken, _incoming);
            _incoming.CutTo(0);
            batch = _taken.Written;
            return batch.Length > 0;
        }
    }

    private AppendOutcome Admit(bool isBounded)
    {
        if (!_isOpen)
        {
            return AppendOutcome.Closed;
        }

        if (isBounded && _incoming.Length >= capacity)
        {
            return AppendOutcome.Full;
        }

        if (_incoming.Length < limit)
        {
            return AppendOutcome.Queued;
        }

        // News must not be lost on a link that goes on: the next link begins with all that holds then.
        _isOpen = false;
        _hasOverflowed = true;
        _incoming.CutTo(0);
        return AppendOutcome.Closed;
    }

    private void Write<TState>(FrameWriting<TState> write, TState state)
    {
        var start = FrameStream.Begin(_incoming);
        var isWritten = false;
        try
        {
            write(_incoming, state);
            FrameStream.End(_incoming, start);
            isWritten = true;
        }
        finally
        {
            if (!isWritten)
            {
                _incoming.CutTo(start);
            }
        }
    }
}
