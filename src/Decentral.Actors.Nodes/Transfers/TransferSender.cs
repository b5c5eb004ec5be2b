using System.Collections.Concurrent;
using Decentral.Actors.Hosting;
using Decentral.Actors.Nodes.Addressing;
using Decentral.Actors.Nodes.Frames;
using Decentral.Actors.Nodes.Links;
using Decentral.Actors.Nodes.Sessions;
using Decentral.Actors.Transfers;
using Decentral.Wire.Records;

namespace Decentral.Actors.Nodes.Transfers;

/// <summary>The bulk data that a node sends: offers it, and keeps its links in work. From any thread.</summary>
internal sealed class TransferSender(Switchboard switchboard)
{
    private readonly ConcurrentDictionary<NodeId, OutgoingTransfers> _paths = new();
    private readonly TimeProvider _time = switchboard.Options.TimeProvider;
    private readonly Throttle? _throttle = Throttle.Of(switchboard.Options.BulkSendLimit);
    private long _number;

    private TimeSpan Now => _time.GetElapsedTime(0);

    /// <summary>An actor of this node sends bulk data to one elsewhere.</summary>
    public void Begin(ActorCell sender, RemoteReference receiver, in Envelope message, TransferId transfer)
    {
        if (!switchboard.Options.Messages.TryFindTransferred(message.Type!, out var format))
        {
            throw Switchboard.NoFormat(message);
        }

        var key = new TransferKey(switchboard.Self.Incarnation, Interlocked.Increment(ref _number));
        var outgoing = new OutgoingTransfer(key, sender, receiver, message, transfer, format);
        if (switchboard.IsGone(receiver.Address))
        {
            outgoing.Fail(DeadLetterReason.NoReceiver, $"{receiver} is gone.", switchboard.DeadLetters);
            return;
        }

        PathTo(receiver.Address.Node).Begin(outgoing, Now);
        switchboard.BulkSessionTo(receiver.Address.Node)?.BulkWork.Set();
        switchboard.SeekDirectLink(receiver.Address.Node, isReceiver: false);

        // A verdict that came in between has not found it.
        if (switchboard.IsGone(receiver.Address))
        {
            PathTo(receiver.Address.Node).FailAll($"{receiver} is gone.");
        }
    }

    /// <summary>Sends whatever there is to send over a bulk link, until cancelled.</summary>
    public async Task SendAsync(Session session, FrameSocket socket, CancellationToken cancellationToken)
    {
        var head = new FrameBuffer(1024);
        while (true)
        {
            OfferAll(session);
            if (session.Answers.TryTake(out var answers))
            {
                await socket.SendAsync(answers, cancellationToken).ConfigureAwait(false);
            }
            else if (session.Relay.TryTake(out var batch))
            {
                using (batch)
                {
                    await socket.SendAsync(batch.Bytes, cancellationToken).ConfigureAwait(false);
                }
            }
            else if (TryTakeChunk(session, out var chunk))
            {
                await SendAsync(session, socket, head, chunk, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await session.BulkWork.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>A receiver takes a transfer, from an offset on.</summary>
    public void TakeAccept(in TransferFrame frame, ref MessageReader reader)
    {
        PathTo(frame.Route.From).Accepted(frame.Route.Key, reader.ReadInt64(), Now);
        switchboard.BulkSessionTo(frame.Route.From)?.BulkWork.Set();
    }

    /// <summary>A chunk has arrived.</summary>
    public void TakeAcknowledge(in TransferFrame frame, ref MessageReader reader)
    {
        PathTo(frame.Route.From).Acknowledged(frame.Route.Key, reader.ReadInt64(), Now);
        switchboard.BulkSessionTo(frame.Route.From)?.BulkWork.Set();
    }

    /// <summary>A transfer has ended.</summary>
    public void TakeOutcome(in TransferFrame frame, ref MessageReader reader)
    {
        var refusal = reader.ReadEnumOrNull<DeadLetterReason>();
        var words = reader.ReadString();
        if (refusal is { } reason)
        {
            PathTo(frame.Route.From).Refused(frame.Route.Key, reason, words);
        }
        else
        {
            PathTo(frame.Route.From).Completed(frame.Route.Key);
        }
    }

    /// <summary>A link is back: what goes over it and has not ended is offered again.</summary>
    /// <param name="session">The link's.</param>
    /// <param name="node">Only what goes there; null for all.</param>
    public void OfferAgain(Session session, NodeId? node = null)
    {
        foreach (var (destination, path) in _paths)
        {
            if ((node is null || destination == node) && switchboard.BulkSessionTo(destination) == session)
            {
                path.OfferAgain(Now);
                session.BulkWork.Set();
            }
        }
    }

    /// <summary>Whether something that goes to a node has not ended.</summary>
    public bool IsBusy(NodeId node) => _paths.TryGetValue(node, out var path) && path.IsBusy;

    /// <summary>From now on it is another session by which bulk data goes to a node.</summary>
    public void WayChanged(NodeId node)
    {
        if (_paths.TryGetValue(node, out var path))
        {
            path.OfferAgainElsewhere(Now);
            switchboard.BulkSessionTo(node)?.BulkWork.Set();
        }
    }

    /// <summary>Fails what has stalled, and offers again what nothing was heard of.</summary>
    public void Review()
    {
        foreach (var (destination, path) in _paths)
        {
            if (path.Review(Now))
            {
                switchboard.BulkSessionTo(destination)?.BulkWork.Set();
            }

            if (path.IsBusy)
            {
                switchboard.SeekDirectLink(destination, isReceiver: false);
            }
        }
    }

    /// <summary>The verdict on a node.</summary>
    public void NodeLost(NodeId node, string reason)
    {
        if (_paths.TryRemove(node, out var path))
        {
            path.FailAll($"{node} is lost: {reason}");
        }
    }

    /// <summary>This node shuts down.</summary>
    public void Close()
    {
        foreach (var node in _paths.Keys)
        {
            NodeLost(node, "this node shuts down.");
        }

        _throttle?.Dispose();
    }

    private OutgoingTransfers PathTo(NodeId node) => _paths.GetOrAdd(
        node,
        static (destination, board) => new OutgoingTransfers(
            destination, board.Timeouts.TransferStall, board.Timeouts.Lease, board.DeadLetters),
        switchboard);

    private void OfferAll(Session session)
    {
        foreach (var (destination, path) in _paths)
        {
            while (switchboard.BulkSessionTo(destination) == session
                && session.Answers.HasRoom
                && path.TryTakeOffer(out var transfer))
            {
                session.Answers.Append(
                    TransferFrames.WriteOffer, (switchboard.Self.Node, transfer, switchboard.Options.Limits));
                transfer.Release();
            }
        }
    }

    private bool TryTakeChunk(Session session, out OutgoingChunk chunk)
    {
        foreach (var (destination, path) in _paths)
        {
            if (switchboard.BulkSessionTo(destination) != session || !path.TryTakeChunk(Now, out chunk))
            {
                continue;
            }

            if (switchboard.BulkSessionTo(destination) == session)
            {
                return true;
            }

            // 1. This link is looked at, and is the way. 2. Another becomes the way, and all is offered there and
            // accepted. 3. A chunk is taken here. Sent here it would be missing there.
            chunk.Transfer.Release();
            WayChanged(destination);
        }

        chunk = default;
        return false;
    }

    private async ValueTask SendAsync(
        Session session,
        FrameSocket socket,
        FrameBuffer head,
        OutgoingChunk chunk,
        CancellationToken cancellationToken)
    {
        try
        {
            if (_throttle is not null)
            {
                await _throttle.TakeAsync(chunk.Bytes.Length, cancellationToken).ConfigureAwait(false);
            }

            var transfer = chunk.Transfer;
            var route = new TransferRoute(transfer.Receiver.Address.Node, switchboard.Self.Node, transfer.Key);
            head.CutTo(0);
            var start = FrameStream.Begin(head);
            TransferFrames.WriteChunk(head, (route, chunk.Offset, ChunkChecksum.Of(chunk.Bytes.Span)));
            FrameStream.End(head, start);
            await socket.SendAsync(head.Written, chunk.Bytes, cancellationToken).ConfigureAwait(false);
            switchboard.Transfers.Note(session, route.To, chunk.Bytes.Length);
        }
        finally
        {
            chunk.Transfer.Release();
        }
    }
}
