using Decentral.Actors.Hosting;

namespace Decentral.Actors.Local;

/// <summary>
/// What waits for one actor: written by any thread, read in the actor's turn. Writers append under a lock to one buffer;
/// the reader empties another and swaps the two when it is through, so that a message costs one short lock and, once
/// the buffers have grown, no allocation.
/// </summary>
internal sealed class Mailbox(int capacity)
{
    private const int FirstLength = 16;

    private readonly Lock _gate = new();
    private Envelope[] _incoming = new Envelope[FirstLength];
    private int _incomingCount;
    private long _accepted;
    private bool _isTurnDue;
    private bool _closed;

    private Envelope[] _taken = new Envelope[FirstLength];
    private int _takenCount;
    private int _next;
    private long _handled;

    /// <summary>Appends a message unless as many wait as may.</summary>
    public PostOutcome PostMessage(in Envelope message)
    {
        lock (_gate)
        {
            if (_closed)
            {
                return PostOutcome.Closed;
            }

            if (_accepted - Volatile.Read(ref _handled) >= capacity)
            {
                return PostOutcome.Full;
            }

            _accepted++;
            return Append(message);
        }
    }

    /// <summary>Appends a signal, which no bound refuses.</summary>
    public PostOutcome PostSignal(Signal signal)
    {
        lock (_gate)
        {
            return _closed ? PostOutcome.Closed : Append(new Envelope(signal));
        }
    }

    /// <summary>The next envelope; false ends the turn, and the next post begins another.</summary>
    public bool TryTake(out Envelope envelope)
    {
        if (_next == _takenCount && !TrySwap())
        {
            envelope = default;
            return false;
        }

        envelope = _taken[_next];
        _taken[_next++] = default;
        if (envelope.Type is not null)
        {
            Volatile.Write(ref _handled, _handled + 1);
        }

        return true;
    }

    /// <summary>Refuses whatever comes from now on; what waits can still be taken.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
        }
    }

    private PostOutcome Append(in Envelope envelope)
    {
        if (_incomingCount == _incoming.Length)
        {
            Array.Resize(ref _incoming, _incoming.Length * 2);
        }

        _incoming[_incomingCount++] = envelope;
        if (_isTurnDue)
        {
            return PostOutcome.Queued;
        }

        _isTurnDue = true;
        return PostOutcome.TurnDue;
    }

    private bool TrySwap()
    {
        lock (_gate)
        {
            if (_incomingCount == 0)
            {
                _isTurnDue = false;
                return false;
            }

            (_incoming, _taken) = (_taken, _incoming);
            _takenCount = _incomingCount;
            _incomingCount = 0;
        }

        _next = 0;
        return true;
    }
}
