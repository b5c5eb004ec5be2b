using System.Buffers;
using System.Collections.Concurrent;
using Decentral.Actors.Hosting;
using Decentral.Actors.Nodes.Addressing;
using Decentral.Actors.Nodes.Frames;
using Decentral.Actors.Nodes.Links;
using Decentral.Actors.Nodes.Sessions;
using Decentral.Actors.Transfers;
using Decentral.Wire;
using Decentral.Wire.Records;

namespace Decentral.Actors.Nodes.Transfers;

/// <summary>All bulk data of a node: what it sends, what it receives, and, on a hub, what it passes on. From any thread.</summary>
internal sealed class TransferDesk(Switchboard switchboard)
{
    private readonly ConcurrentDictionary<NodeId, OutgoingTransfers> _outgoing = new();
    private readonly ConcurrentDictionary<NodeId, IncomingTransfers> _incoming = new();
    private readonly ReceiveBudget _budget = new(switchboard.Options.ReceiveBytes);
    private readonly TimeProvider _time = switchboard.Options.TimeProvider;
    private long _number;

    /// <summary>Memory for what comes.</summary>
    public PayloadPool Pool { get; } = new(switchboard.Options.IdlePayloadBytes, switchboard.Options.IdlePayloadTime);

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
        switchboard.SessionTo(receiver.Address.Node)?.BulkWork.Set();

        // A verdict that came in between has not found it.
        if (switchboard.IsGone(receiver.Address))
        {
            PathTo(receiver.Address.Node).FailAll($"{receiver} is gone.");
        }
    }

    /// <summary>The path to a node, as measured; null where nothing was sent there.</summary>
    public TransferPacer? PacerTo(NodeId node) => _outgoing.GetValueOrDefault(node)?.Pacer;

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
                await SendAsync(socket, head, chunk, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await session.BulkWork.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Takes a batch from a bulk link.</summary>
    /// <returns>What is wrong with it; null when nothing is.</returns>
    public string? Receive(Session from, ReadOnlyMemory<byte> batch)
    {
        from.BulkLink.Heard(_time.GetTimestamp());
        try
        {
            var whole = batch;
            while (batch.Length > 0)
            {
                if (!FrameStream.TryTake(ref batch, out var frame))
                {
                    return "it sent a frame with a wrong length";
                }

                var reader = new MessageReader(frame, switchboard.References, switchboard.Options.Limits);
                var record = reader.BeginRecord(1);
                var kind = reader.ReadEnum<FrameKind>();
                if (kind == FrameKind.Ping)
                {
                    from.Answers.Append(PingFrame.Write, new PingFrame(FrameKind.Pong, reader.ReadInt64()));
                    continue;
                }

                if (kind == FrameKind.Pong)
                {
                    continue;
                }

                var route = TransferFrames.ReadRoute(ref reader);
                if (switchboard.FindForgery(from, route.From) is { } forgery)
                {
                    return forgery;
                }

                var isLast = kind == FrameKind.Chunk;
                if (route.To != switchboard.Self.Node)
                {
                    // A chunk's bytes follow its frame and end the batch.
                    var start = whole.Length - batch.Length - frame.Length - FrameStream.PrefixBytes;
                    PassOn(from, kind, route, isLast ? whole[start..] : whole[start..^batch.Length]);
                }
                else if (TakeOrDrop(from, kind, route, ref reader, record, frame, isLast ? batch : default) is { } violation)
                {
                    return violation;
                }

                if (isLast)
                {
                    return null;
                }
            }

            return null;
        }
        catch (WireFormatException error)
        {
            return switchboard.Blame(from, error.Message);
        }
    }

    /// <summary>A link is back: what went over it and has not ended is offered again.</summary>
    /// <param name="node">Only what goes there; null for all.</param>
    public void OfferAgain(NodeId? node)
    {
        foreach (var (destination, path) in _outgoing)
        {
            if (node is null || destination == node)
            {
                path.OfferAgain(Now);
                switchboard.SessionTo(destination)?.BulkWork.Set();
            }
        }
    }

    /// <summary>Fails what has stalled; to be called at each heartbeat.</summary>
    public void Review()
    {
        foreach (var (destination, path) in _outgoing)
        {
            if (path.Review(Now))
            {
                switchboard.SessionTo(destination)?.BulkWork.Set();
            }
        }

        foreach (var incoming in _incoming.Values)
        {
            incoming.Review(Now);
        }

        Pool.Review(Now);
    }

    /// <summary>The verdict on a node.</summary>
    public void NodeLost(NodeId node, string reason)
    {
        if (_outgoing.TryRemove(node, out var path))
        {
            path.FailAll($"{node} is lost: {reason}");
        }

        if (_incoming.TryRemove(node, out var incoming))
        {
            incoming.Dispose();
        }
    }

    /// <summary>This node shuts down.</summary>
    public void Close()
    {
        foreach (var node in _outgoing.Keys.Concat(_incoming.Keys).Distinct().ToArray())
        {
            NodeLost(node, "this node shuts down.");
        }

        Pool.Close();
    }

    private OutgoingTransfers PathTo(NodeId node) => _outgoing.GetOrAdd(
        node,
        static (destination, board) => new OutgoingTransfers(
            destination, board.Timeouts.TransferStall, board.Timeouts.Lease, board.DeadLetters),
        switchboard);

    private IncomingTransfers From(NodeId node) =>
        _incoming.GetOrAdd(node, _ => new IncomingTransfers(Deliver, _budget, Pool, switchboard.Timeouts.TransferStall * 2));

    private void OfferAll(Session session)
    {
        foreach (var (destination, path) in _outgoing)
        {
            while (switchboard.SessionTo(destination) == session && session.Answers.HasRoom && path.TryTakeOffer(out var transfer))
            {
                session.Answers.Append(
                    TransferFrames.WriteOffer, (switchboard.Self.Node, transfer, switchboard.Options.Limits));
                transfer.Release();
            }
        }
    }

    private bool TryTakeChunk(Session session, out OutgoingChunk chunk)
    {
        foreach (var (destination, path) in _outgoing)
        {
            if (switchboard.SessionTo(destination) == session && path.TryTakeChunk(Now, out chunk))
            {
                return true;
            }
        }

        chunk = default;
        return false;
    }

    private async ValueTask SendAsync(
        FrameSocket socket, FrameBuffer head, OutgoingChunk chunk, CancellationToken cancellationToken)
    {
        try
        {
            var route = new TransferRoute(chunk.Transfer.Receiver.Address.Node, switchboard.Self.Node, chunk.Transfer.Key);
            head.CutTo(0);
            var start = FrameStream.Begin(head);
            TransferFrames.WriteChunk(head, (route, chunk.Offset, ChunkChecksum.Of(chunk.Bytes.Span)));
            FrameStream.End(head, start);
            await socket.SendAsync(head.Written, chunk.Bytes, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            chunk.Transfer.Release();
        }
    }

    private void PassOn(Session from, FrameKind kind, TransferRoute route, ReadOnlyMemory<byte> bytes)
    {
        var session = switchboard.SessionTo(route.To);
        if (session is not null && session != from)
        {
            if (kind == FrameKind.Chunk)
            {
                session.PassOn(bytes.Span);
            }
            else
            {
                // What does not fit is lost, and said again when nothing has been heard for a while.
                session.Answers.Append(
                    static (output, frame) => output.Write(frame.Span), bytes[FrameStream.PrefixBytes..], isBounded: true);
            }
        }
        else if (kind == FrameKind.Offer)
        {
            Answer(from, route.Back(), Refusal(DeadLetterReason.NoReceiver, $"{route.To} is not a member."));
        }
    }

    /// <summary>Takes a frame. One that was passed on and is wrong is dropped: it is not the fault of whoever passed it on.</summary>
    private string? TakeOrDrop(
        Session from,
        FrameKind kind,
        TransferRoute route,
        ref MessageReader reader,
        WireRecord record,
        ReadOnlyMemory<byte> frame,
        ReadOnlyMemory<byte> rest)
    {
        var isDirect = route.From == from.Peer.Node;
        string? violation;
        try
        {
            violation = Take(from, kind, route, ref reader, record, frame, rest);
        }
        catch (WireFormatException error) when (!isDirect)
        {
            violation = error.Message;
        }

        if (violation is null || isDirect)
        {
            return violation;
        }

        NodesLog.Unreadable(switchboard.Log, route.From, violation);
        return null;
    }

    private string? Take(
        Session from,
        FrameKind kind,
        TransferRoute route,
        ref MessageReader reader,
        WireRecord record,
        ReadOnlyMemory<byte> frame,
        ReadOnlyMemory<byte> rest)
    {
        switch (kind)
        {
            case FrameKind.Offer:
                TakeOffer(from, route, ref reader, record, frame);
                return null;
            case FrameKind.Accept:
                PathTo(route.From).Accepted(route.Key, reader.ReadInt64(), Now);
                from.BulkWork.Set();
                return null;
            case FrameKind.Chunk:
                return TakeChunk(from, route, reader.ReadInt64(), (uint)reader.ReadInt64(), rest);
            case FrameKind.Acknowledge:
                PathTo(route.From).Acknowledged(route.Key, reader.ReadInt64(), Now);
                from.BulkWork.Set();
                return null;
            case FrameKind.Outcome:
                TakeOutcome(route, reader.ReadEnumOrNull<DeadLetterReason>(), reader.ReadString());
                return null;
            default:
                return $"it sent a {kind} frame on its bulk link";
        }
    }

    private void TakeOffer(
        Session from, TransferRoute route, ref MessageReader reader, WireRecord record, ReadOnlyMemory<byte> frame)
    {
        var receiver = reader.ReadActorRef();
        var sender = reader.ReadActorRef();
        var length = reader.ReadInt32();
        if (length < 0)
        {
            throw reader.Refuse("a length", $"{length}");
        }

        if (!switchboard.Options.Messages.TryReadFormat(ref reader, out var format, out var reason))
        {
            Answer(from, route.Back(), Refusal(DeadLetterReason.NotTaken, reason));
            return;
        }

        reader.EndRecord(record);
        if (receiver is not Recipient or UnreachableReference)
        {
            Answer(from, route.Back(), Refusal(DeadLetterReason.NoReceiver, $"{receiver} is gone."));
            return;
        }

        var header = frame[(int)reader.Consumed..].ToArray();
        var answer = From(route.From).Offered(
            new TransferOffer(route.Key, receiver, sender, format, header, length), Now);

        // Looked at after it is noted: a verdict that came in between has not found it.
        if (switchboard.Roster.HasLost(route.From, route.Key.Incarnation))
        {
            NodeLost(route.From, "its incarnation is over.");
            return;
        }

        Answer(from, route.Back(), answer);
    }

    private string? TakeChunk(Session from, TransferRoute route, long offset, uint checksum, ReadOnlyMemory<byte> bytes)
    {
        var answer = From(route.From).Received(route.Key, offset, checksum, new ReadOnlySequence<byte>(bytes), Now);
        if (answer.Kind == TransferAnswerKind.Damaged)
        {
            return $"it sent a damaged chunk of {bytes.Length} bytes at {offset} of {route.Key}";
        }

        from.Answers.Append(TransferFrames.WriteAcknowledge, (route.Back(), offset));
        Answer(from, route.Back(), answer);
        return null;
    }

    private void TakeOutcome(TransferRoute route, DeadLetterReason? refusal, string words)
    {
        if (refusal is { } reason)
        {
            PathTo(route.From).Refused(route.Key, reason, words);
        }
        else
        {
            PathTo(route.From).Completed(route.Key);
        }
    }

    private static TransferAnswer Refusal(DeadLetterReason reason, string words) =>
        new(TransferAnswerKind.Refuse, 0, reason, words);

    private static void Answer(Session session, TransferRoute route, TransferAnswer answer)
    {
        switch (answer.Kind)
        {
            case TransferAnswerKind.Accept:
                session.Answers.Append(TransferFrames.WriteAccept, (route, answer.Offset));
                break;
            case TransferAnswerKind.Complete:
                session.Answers.Append(TransferFrames.WriteOutcome, (route, (DeadLetterReason?)null, ""));
                break;
            case TransferAnswerKind.Refuse:
                session.Answers.Append(TransferFrames.WriteOutcome, (route, (DeadLetterReason?)answer.Reason, answer.Words));
                break;
            case TransferAnswerKind.None:
            case TransferAnswerKind.Damaged:
            default:
                break;
        }
    }

    private (DeadLetterReason Reason, string Words)? Deliver(IncomingTransfer transfer)
    {
        var offer = transfer.Offer;
        var payload = transfer.TakePayload();
        var reader = new MessageReader(offer.Header, switchboard.References, switchboard.Options.Limits);
        if (!offer.Format.TryReadTransferred(ref reader, payload, offer.Sender, out var envelope, out var reason))
        {
            payload.Dispose();
            return (DeadLetterReason.NotTaken, reason);
        }

        if (((Recipient)offer.Receiver).TryAccept(envelope) is not { } refusal)
        {
            return null;
        }

        envelope.Release();
        return (refusal, $"{refusal}.");
    }
}
