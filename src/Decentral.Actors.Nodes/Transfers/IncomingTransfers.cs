using System.Buffers;
using System.Globalization;

namespace Decentral.Actors.Nodes.Transfers;

/// <summary>
/// What one other node sends to this one. Partial payloads outlive a break of the link, and a transfer that has ended is
/// remembered, so that an offer that is repeated after a break has the same end. From any thread.
/// </summary>
/// <param name="deliver">Hands a whole transfer to its receiver; says why it did not take it.</param>
/// <param name="budget">Memory for payloads that are not yet whole, of all nodes together.</param>
internal sealed class IncomingTransfers(
    Func<IncomingTransfer, (DeadLetterReason Reason, string Words)?> deliver, ReceiveBudget budget) : IDisposable
{
    /// <summary>Ended transfers that are remembered; an offer is repeated for the last few at most.</summary>
    private const int MaxRemembered = 1024;

    private readonly Lock _gate = new();
    private readonly Dictionary<TransferKey, IncomingTransfer> _open = [];
    private readonly Dictionary<TransferKey, TransferAnswer> _ended = [];
    private readonly Queue<TransferKey> _endedInOrder = new();

    /// <summary>An offer, perhaps a repeated one.</summary>
    public TransferAnswer Offered(TransferOffer offer)
    {
        lock (_gate)
        {
            if (_ended.TryGetValue(offer.Key, out var ended))
            {
                return ended;
            }

            if (!_open.TryGetValue(offer.Key, out var transfer))
            {
                if (offer.Length > budget.Total)
                {
                    return End(offer.Key, Refuse(DeadLetterReason.MailboxFull, string.Create(
                        CultureInfo.InvariantCulture,
                        $"its {offer.Length} bytes are more than the {budget.Total} that this node receives at a time.")));
                }

                if (!budget.TryTake(offer.Length))
                {
                    // The sender offers it again when it has heard nothing for a while.
                    return default;
                }

                transfer = new IncomingTransfer(offer);
                _open.Add(offer.Key, transfer);
            }

            return transfer.IsWhole ? Deliver(transfer) : new TransferAnswer(TransferAnswerKind.Accept, transfer.Received);
        }
    }

    /// <summary>A chunk, which is acknowledged whatever becomes of it.</summary>
    public TransferAnswer Received(TransferKey key, long offset, uint checksum, in ReadOnlySequence<byte> chunk)
    {
        lock (_gate)
        {
            if (!_open.TryGetValue(key, out var transfer))
            {
                return _ended.GetValueOrDefault(key);
            }

            if (ChunkChecksum.Of(chunk) != checksum)
            {
                return new TransferAnswer(TransferAnswerKind.Damaged);
            }

            if (!transfer.TryAdd(offset, chunk))
            {
                // Sent before a break and arrived after it: the sender goes on from where its repeated offer was accepted.
                return default;
            }

            return transfer.IsWhole ? Deliver(transfer) : default;
        }
    }

    /// <summary>The other node is gone for good: what is not whole is dropped.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var transfer in _open.Values)
            {
                budget.Return(transfer.Offer.Length);
                transfer.Dispose();
            }

            _open.Clear();
        }
    }

    private static TransferAnswer Refuse(DeadLetterReason reason, string words) =>
        new(TransferAnswerKind.Refuse, 0, reason, words);

    private TransferAnswer Deliver(IncomingTransfer transfer)
    {
        _open.Remove(transfer.Offer.Key);
        budget.Return(transfer.Offer.Length);
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
