using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Decentral.Actors.Nodes.Transfers;

/// <summary>
/// What one other node sends to this one. Partial payloads outlive a break of the link, and a transfer that has ended
/// is remembered, so that an offer that is repeated after a break has the same end. Time comes as an argument. From any
/// thread.
/// </summary>
/// <param name="deliver">Hands a whole transfer to its receiver; says why it did not take it.</param>
/// <param name="budget">Memory for payloads that are not yet whole, of all nodes together.</param>
/// <param name="pool">Where it is taken from.</param>
/// <param name="patience">
/// How long its sender may not speak of a transfer before it is taken to have given it up.
/// </param>
internal sealed class IncomingTransfers(
    Func<IncomingTransfer, (DeadLetterReason Reason, string Words)?> deliver,
    ReceiveBudget budget,
    PayloadPool pool,
    TimeSpan patience)
    : IDisposable
{
    /// <summary>Ended transfers that are remembered; an offer is repeated for the last few at most.</summary>
    private const int MaxRemembered = 1024;

    private readonly Lock _gate = new();
    private readonly Dictionary<TransferKey, IncomingTransfer> _open = [];
    private readonly Dictionary<TransferKey, TransferAnswer> _ended = [];
    private readonly Queue<TransferKey> _endedInOrder = new();
    private long _held;

    /// <summary>An offer, perhaps a repeated one.</summary>
    public TransferAnswer Offered(TransferOffer offer, TimeSpan now)
    {
        lock (_gate)
        {
            if (_ended.TryGetValue(offer.Key, out var ended))
            {
                return ended;
            }

            if (!_open.TryGetValue(offer.Key, out var transfer))
            {
                var cost = IncomingTransfer.CostOf(offer);
                if (cost > budget.ShareOfOne)
                {
                    return End(offer.Key, Refuse(DeadLetterReason.MailboxFull, string.Create(
                        CultureInfo.InvariantCulture,
                        $"its {cost} bytes are more than this node receives of one at a time: {budget.ShareOfOne}.")));
                }

                if (!TryOpen(offer, cost, out transfer))
                {
                    // The sender offers it again when it has heard nothing for a while.
                    return default;
                }
            }

            transfer.HeardAt = now;
            return transfer.IsWhole
                ? Deliver(transfer)
                : new TransferAnswer(TransferAnswerKind.Accept, transfer.Received);
        }
    }

    /// <summary>A chunk, which is acknowledged whatever becomes of it.</summary>
    public TransferAnswer Received(
        TransferKey key, long offset, uint checksum, ReadOnlySpan<byte> chunk, TimeSpan now)
    {
        lock (_gate)
        {
            if (!_open.TryGetValue(key, out var transfer))
            {
                return _ended.GetValueOrDefault(key);
            }

            transfer.HeardAt = now;
            if (ChunkChecksum.Of(chunk) != checksum)
            {
                return new TransferAnswer(TransferAnswerKind.Damaged);
            }

            if (!transfer.TryAdd(offset, chunk))
            {
                // Sent before a break and arrived after it: the sender goes on from where its repeated offer was
                // accepted.
                return default;
            }

            return transfer.IsWhole ? Deliver(transfer) : default;
        }
    }

    /// <summary>Drops what its sender has given up, which says so to nobody.</summary>
    public void Review(TimeSpan now)
    {
        lock (_gate)
        {
            foreach (var transfer in _open.Values.Where(transfer => now - transfer.HeardAt > patience).ToArray())
            {
                _open.Remove(transfer.Offer.Key);
                Drop(transfer);
            }
        }
    }

    /// <summary>The other node is gone for good: what is not whole is dropped.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var transfer in _open.Values)
            {
                Drop(transfer);
            }

            _open.Clear();
        }
    }

    private static TransferAnswer Refuse(DeadLetterReason reason, string words) =>
        new(TransferAnswerKind.Refuse, 0, reason, words);

    private bool TryOpen(TransferOffer offer, long cost, [NotNullWhen(true)] out IncomingTransfer? transfer)
    {
        transfer = null;
        if (cost > budget.ShareOfOne - _held || !budget.TryTake(cost))
        {
            return false;
        }

        try
        {
            transfer = new IncomingTransfer(offer, pool.Rent(offer.Length));
        }
        catch (OutOfMemoryException)
        {
            // The machine has less than the budget allows for, now; as little may come in until it has again.
            budget.Return(cost);
            return false;
        }

        _held += cost;
        _open.Add(offer.Key, transfer);
        return true;
    }

    private void Drop(IncomingTransfer transfer)
    {
        ReturnCost(transfer);
        transfer.Dispose();
    }

    private void ReturnCost(IncomingTransfer transfer)
    {
        var cost = IncomingTransfer.CostOf(transfer.Offer);
        _held -= cost;
        budget.Return(cost);
    }

    private TransferAnswer Deliver(IncomingTransfer transfer)
    {
        _open.Remove(transfer.Offer.Key);
        ReturnCost(transfer);
        var refusal = deliver(transfer);
        transfer.Dispose();
        return End(transfer.Offer.Key, refusal is { } reason
            ? Refuse(reason.Reason, reason.Words)
            : new TransferAnswer(TransferAnswerKind.Complete));
    }

    private TransferAnswer End(TransferKey key, TransferAnswer answer)
    {
        _ended[key] = answer;
        _endedInOrder.Enqueue(key);
        if (_endedInOrder.Count > MaxRemembered)
        {
            _ended.Remove(_endedInOrder.Dequeue());
        }

        return answer;
    }
}
