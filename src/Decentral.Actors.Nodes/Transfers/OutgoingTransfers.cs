using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Decentral.Actors.Hosting;

namespace Decentral.Actors.Nodes.Transfers;

/// <summary>
/// What this node sends to one other: each transfer is offered, then sent in chunks, in turn with the others, as far as
/// the pacer lets it, and ends with the receiver's word. After a break all that has not ended is offered again, and the
/// receiver says where to go on. From any thread.
/// </summary>
internal sealed class OutgoingTransfers(
    NodeId destination, TimeSpan stall, TimeSpan quiet, DeadLetterOffice deadLetters)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TransferKey, OutgoingTransfer> _open = [];
    private readonly Queue<OutgoingTransfer> _offers = new();
    private readonly Queue<OutgoingTransfer> _sending = new();

    /// <summary>What the path takes; read for measurements.</summary>
    public TransferPacer Pacer { get; private set; } = new();

    /// <summary>Whether anything has not ended.</summary>
    public bool IsBusy
    {
        get
        {
            lock (_gate)
            {
                return _open.Count > 0;
            }
        }
    }

    public void Begin(OutgoingTransfer transfer, TimeSpan now)
    {
        lock (_gate)
        {
            transfer.ProgressedAt = now;
            transfer.OfferedAt = now;
            _open.Add(transfer.Key, transfer);
            _offers.Enqueue(transfer);
        }
    }

    /// <summary>A transfer to be offered now; held until the caller releases it.</summary>
    public bool TryTakeOffer([NotNullWhen(true)] out OutgoingTransfer? transfer)
    {
        lock (_gate)
        {
            while (_offers.TryDequeue(out transfer))
            {
                if (_open.ContainsKey(transfer.Key))
                {
                    transfer.Hold();
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>A chunk to be sent now, if the path has room for one.</summary>
    public bool TryTakeChunk(TimeSpan now, out OutgoingChunk chunk)
    {
        lock (_gate)
        {
            while (Pacer.HasRoom && _sending.TryDequeue(out var transfer))
            {
                if (!_open.ContainsKey(transfer.Key) || !transfer.IsAccepted)
                {
                    continue;
                }

                var length = (int)Math.Min(Pacer.ChunkBytes, transfer.Bytes.Length - transfer.Sent);
                chunk = new OutgoingChunk(transfer, transfer.Sent, transfer.Bytes.Slice((int)transfer.Sent, length));
                transfer.Hold();
                Pacer.Sent(transfer.Key.Number, transfer.Sent, length, now);
                transfer.Sent += length;
                transfer.ProgressedAt = now;
                if (transfer.HasMoreToSend)
                {
                    _sending.Enqueue(transfer);
                }

                return true;
            }

            chunk = default;
            return false;
        }
    }

    /// <summary>The receiver takes it, from an offset on.</summary>
    public void Accepted(TransferKey key, long offset, TimeSpan now)
    {
        lock (_gate)
        {
            if (!_open.TryGetValue(key, out var transfer) || transfer.IsAccepted
                || offset < 0 || offset > transfer.Bytes.Length)
            {
                return;
            }

            transfer.IsAccepted = true;
            transfer.Sent = offset;
            transfer.ProgressedAt = now;
            if (offset < transfer.Bytes.Length)
            {
                _sending.Enqueue(transfer);
            }
        }
    }

    /// <summary>The chunk of it that begins there has arrived.</summary>
    public void Acknowledged(TransferKey key, long offset, TimeSpan now)
    {
        lock (_gate)
        {
            if (Pacer.Acknowledged(key.Number, offset, now) && _open.TryGetValue(key, out var transfer))
            {
                transfer.ProgressedAt = now;
            }
        }
    }

    /// <summary>The receiver's mailbox has taken it.</summary>
    public void Completed(TransferKey key)
    {
        if (Take(key) is { } transfer)
        {
            transfer.Complete();
        }
    }

    /// <summary>The receiver's node does not take it.</summary>
    public void Refused(TransferKey key, DeadLetterReason reason, string words)
    {
        if (Take(key) is { } transfer)
        {
            transfer.Fail(reason, $"{transfer.Receiver} did not take it: {words}", deadLetters);
        }
    }

    /// <summary>The way there was broken: what has not ended is offered again.</summary>
    public void OfferAgain(TimeSpan now)
    {
        lock (_gate)
        {
            Restart([.. _open.Values], now);
        }
    }

    /// <summary>
    /// There is another way there: what has not ended is offered again on it, of which nothing is known that was measured
    /// on the former.
    /// </summary>
    public void OfferAgainElsewhere(TimeSpan now)
    {
        lock (_gate)
        {
            Pacer = new TransferPacer();
            Restart([.. _open.Values], now);
        }
    }

    /// <summary>
    /// Fails what has made no progress for too long, and begins again where nothing has been heard for a while.
    /// </summary>
    /// <returns>Whether there may be something to be sent that could not be before.</returns>
    public bool Review(TimeSpan now)
    {
        OutgoingTransfer[] stalled;
        OutgoingTransfer[] quietOnes;
        bool isFreed;
        lock (_gate)
        {
            // What is under way may be of transfers that have ended, or were begun again one after another: no other
            // rule would ever give it up, and the window would stay shut.
            isFreed = Pacer.BytesUnderWay > 0 && now - Pacer.ProgressedAt > quiet;
            if (isFreed)
            {
                Pacer.Forget();
            }

            stalled = [.. _open.Values.Where(transfer => now - LastProgressOf(transfer) > stall)];
            foreach (var transfer in stalled)
            {
                _open.Remove(transfer.Key);
            }

            quietOnes = [.. _open.Values.Where(transfer => IsQuiet(transfer, now))];
            Restart(quietOnes, now);
        }

        foreach (var transfer in stalled)
        {
            transfer.Fail(
                DeadLetterReason.Lost,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{destination} has not taken more of it for {stall.TotalSeconds:0.#} s; "
                    + $"{transfer.Sent} of {transfer.Bytes.Length} bytes were sent."),
                deadLetters);
        }

        return isFreed || quietOnes.Length > 0;
    }

    /// <summary>The other node is gone for good.</summary>
    public void FailAll(string words)
    {
        OutgoingTransfer[] failed;
        lock (_gate)
        {
            failed = [.. _open.Values];
            _open.Clear();
            _offers.Clear();
            _sending.Clear();
            Pacer.Forget();
        }

        foreach (var transfer in failed)
        {
            transfer.Fail(DeadLetterReason.Lost, words, deadLetters);
        }
    }

    // One that waits for its turn on the path, or for room at the receiver, gets on as the path does.
    private TimeSpan LastProgressOf(OutgoingTransfer transfer) =>
        (transfer.HasMoreToSend || !transfer.IsAccepted) && Pacer.ProgressedAt > transfer.ProgressedAt
            ? Pacer.ProgressedAt
            : transfer.ProgressedAt;

    private bool IsQuiet(OutgoingTransfer transfer, TimeSpan now) =>
        now - transfer.OfferedAt > quiet
        && now - (transfer.IsAccepted ? LastProgressOf(transfer) : transfer.ProgressedAt) > quiet;

    private void Restart(OutgoingTransfer[] restarted, TimeSpan now)
    {
        if (restarted.Length == 0)
        {
            return;
        }

        // With all of them, whatever was under way is gone. With some, acknowledgements of the others will show it.
        if (restarted.Length == _open.Count)
        {
            Pacer.Forget();
        }

        foreach (var transfer in restarted.OrderBy(transfer => transfer.Key.Number))
        {
            transfer.IsAccepted = false;
            transfer.OfferedAt = now;
            if (!_offers.Contains(transfer))
            {
                _offers.Enqueue(transfer);
            }
        }

        var others = _sending.Where(transfer => transfer.IsAccepted).ToArray();
        _sending.Clear();
        foreach (var transfer in others)
        {
            _sending.Enqueue(transfer);
        }
    }

    private OutgoingTransfer? Take(TransferKey key)
    {
        lock (_gate)
        {
            return _open.Remove(key, out var transfer) ? transfer : null;
        }
    }
}
