using Decentral.Actors.Nodes.Frames;

namespace Decentral.Actors.Nodes.Links;

/// <summary>
/// Frames that wait to be sent over one link: written by any thread, taken in batches by one. While a batch is under way the
/// next one gathers, so that many small frames cost one system call.
/// </summary>
/// <param name="capacity">Bytes that may wait before bounded frames are refused.</param>
/// <param name="filled">Set when something waits.</param>
internal sealed class Outbox(int capacity, AsyncSignal filled)
{
    private const int FirstCapacity = 4096;

    private readonly Lock _gate = new();
    private FrameBuffer _incoming = new(FirstCapacity);
    private FrameBuffer _taken = new(FirstCapacity);
    private bool _isOpen;
    private bool _isFinished;

    /// <summary>Writes one frame.</summary>
    /// <param name="write">Writes the frame; not to capture anything, so that nothing is allocated for it.</param>
    /// <param name="state">What it needs.</param>
    /// <param name="isBounded">Whether it may be refused for lack of room; what the engine itself says is not.</param>
    public AppendOutcome Append<TState>(FrameWriting<TState> write, TState state, bool isBounded = false)
    {
        lock (_gate)
        {
            if (!_isOpen)
            {
                return AppendOutcome.Closed;
            }

            if (isBounded && _incoming.Length >= capacity)
            {
                return AppendOutcome.Full;
            }

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

        filled.Set();
        return AppendOutcome.Queued;
    }

    /// <summary>Starts anew, empty, for a link that is up.</summary>
    public void Open()
    {
        lock (_gate)
        {
            _incoming.CutTo(0);
            _isOpen = true;
            _isFinished = false;
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

    /// <summary>Takes all that waits; valid until the next call.</summary>
    public bool TryTake(out ReadOnlyMemory<byte> batch)
    {
        lock (_gate)
        {
            (_incoming, _taken) = (_taken, _incoming);
            _incoming.CutTo(0);
            batch = _taken.Written;
            return batch.Length > 0;
        }
    }
}
