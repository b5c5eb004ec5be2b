using Decentral.Actors.Nodes.Frames;
using Decentral.Actors.Nodes.Links;
using Decentral.Actors.Nodes.Sessions;
using Decentral.Wire;
using Decentral.Wire.Records;

namespace Decentral.Actors.Nodes.Transfers;

/// <summary>
/// All bulk data of a node: takes what comes over bulk links, of which some is the sender's, some the receiver's, and
/// some, on a hub, to be passed on. From any thread.
/// </summary>
internal sealed class TransferDesk(Switchboard switchboard)
{
    private long _direct;
    private long _relayed;

    /// <summary>What bulk links take waits for it; null for no wait.</summary>
    public Throttle? Intake { get; } = Throttle.Of(switchboard.Options.BulkReceiveLimit);

    /// <summary>What this node sends.</summary>
    public TransferSender Outgoing { get; } = new(switchboard);

    /// <summary>What this node receives.</summary>
    public TransferReceiver Incoming { get; } = new(switchboard);

    /// <summary>Which way it went.</summary>
    public BulkByteCounts Counts => new(Interlocked.Read(ref _direct), Interlocked.Read(ref _relayed));

    /// <summary>Takes a batch from a bulk link.</summary>
    /// <returns>What is wrong with it; null when nothing is.</returns>
    public string? Receive(Session from, ReadOnlyMemory<byte> batch)
    {
        from.BulkLink.Heard(switchboard.Options.TimeProvider.GetTimestamp());
        try
        {
            var rest = batch;
            while (rest.Length > 0)
            {
                var left = rest;
                if (!FrameStream.TryTake(ref rest, out var bytes))
                {
                    return "it sent a frame with a wrong length";
                }

                if (Take(from, bytes, left, ref rest) is { } violation)
                {
                    return violation;
                }
            }

            return null;
        }
        catch (WireFormatException error)
        {
            return switchboard.Blame(from, error.Message);
        }
    }

    /// <summary>Counts bulk data of this node's own, sent or received.</summary>
    /// <param name="session">Over whose link it went.</param>
    /// <param name="other">For whom, or from whom.</param>
    /// <param name="bytes">Of a chunk.</param>
    public void Note(Session session, NodeId other, int bytes)
    {
        session.Carried(switchboard.Options.TimeProvider.GetTimestamp());
        if (session.IsDirect)
        {
            Interlocked.Add(ref _direct, bytes);
        }
        else if (session.Peer.Node != other)
        {
            Interlocked.Add(ref _relayed, bytes);
        }
    }

    /// <summary>Fails what has stalled, and drops what was given up; to be called at each heartbeat.</summary>
    public void Review()
    {
        Outgoing.Review();
        Incoming.Review();
    }

    /// <summary>The verdict on a node.</summary>
    public void NodeLost(NodeId node, string reason)
    {
        Outgoing.NodeLost(node, reason);
        Incoming.NodeLost(node);
    }

    /// <summary>This node shuts down.</summary>
    public void Close()
    {
        Outgoing.Close();
        Incoming.Close();
        Intake?.Dispose();
    }

    /// <summary>Takes a frame, and the bytes that follow it where it is a chunk.</summary>
    /// <param name="from">Over whose link it came.</param>
    /// <param name="bytes">The frame.</param>
    /// <param name="left">The batch from its beginning.</param>
    /// <param name="rest">The batch from its end; nothing is left of it after a chunk, which ends it.</param>
    private string? Take(
        Session from, ReadOnlyMemory<byte> bytes, ReadOnlyMemory<byte> left, ref ReadOnlyMemory<byte> rest)
    {
        var reader = new MessageReader(bytes, switchboard.References, switchboard.Options.Limits);
        var record = reader.BeginRecord(1);
        var kind = reader.ReadEnum<FrameKind>();
        switch (kind)
        {
            case FrameKind.Ping:
                from.Answers.Append(PingFrame.Write, new PingFrame(FrameKind.Pong, reader.ReadInt64()));
                return null;
            case FrameKind.Pong:
                return null;
            default:
                break;
        }

        if (kind is < FrameKind.Offer or > FrameKind.Outcome)
        {
            return switchboard.Blame(from, $"it sent a {kind} frame on its bulk link");
        }

        var route = TransferFrames.ReadRoute(ref reader);
        if (switchboard.FindForgery(from, route.From) is { } forgery)
        {
            return forgery;
        }

        if (from.IsDirect && route.To != switchboard.Self.Node)
        {
            return $"it sent a {kind} frame for '{route.To}', to which this node passes nothing on";
        }

        var isChunk = kind == FrameKind.Chunk;
        var frame = new TransferFrame(from, kind, route, record, bytes, isChunk ? rest : default);
        if (route.To != switchboard.Self.Node)
        {
            PassOn(frame, isChunk ? left : left[..^rest.Length]);
            rest = isChunk ? default : rest;
            return null;
        }

        rest = isChunk ? default : rest;
        return TakeOrDrop(frame, ref reader);
    }

    private void PassOn(in TransferFrame frame, ReadOnlyMemory<byte> bytes)
    {
        var session = switchboard.SessionTo(frame.Route.To);
        if (session is not null && session != frame.Link)
        {
            if (frame.Kind == FrameKind.Chunk)
            {
                Interlocked.Add(ref _relayed, session.TryPassOn(bytes.Span) ? frame.Rest.Length : 0);
            }
            else
            {
                // What does not fit is lost, and said again when nothing has been heard for a while.
                session.Answers.Append(
                    static (output, given) => output.Write(given.Span),
                    bytes[FrameStream.PrefixBytes..],
                    isBounded: true);
            }
        }
        else if (frame.Kind == FrameKind.Offer)
        {
            TransferReceiver.Refuse(
                frame.Link, frame.Route.Back(), DeadLetterReason.NoReceiver, $"{frame.Route.To} is not a member.");
        }
    }

    /// <summary>
    /// Takes a frame. One that was passed on and is wrong is dropped: whoever passed it on is not at fault.
    /// </summary>
    private string? TakeOrDrop(in TransferFrame frame, ref MessageReader reader)
    {
        var isDirect = frame.Route.From == frame.Link.Peer.Node;
        string? violation;
        try
        {
            violation = Take(frame, ref reader);
        }
        catch (WireFormatException error) when (!isDirect)
        {
            violation = error.Message;
        }

        if (violation is null || isDirect)
        {
            return violation;
        }

        NodesLog.Unreadable(switchboard.Log, frame.Route.From, violation);
        return null;
    }

    private string? Take(in TransferFrame frame, ref MessageReader reader)
    {
        switch (frame.Kind)
        {
            case FrameKind.Offer:
                return Incoming.TakeOffer(frame, ref reader);
            case FrameKind.Chunk:
                return Incoming.TakeChunk(frame, ref reader);
            case FrameKind.Accept:
                Outgoing.TakeAccept(frame, ref reader);
                return null;
            case FrameKind.Acknowledge:
                Outgoing.TakeAcknowledge(frame, ref reader);
                return null;
            case FrameKind.Outcome:
                Outgoing.TakeOutcome(frame, ref reader);
                return null;
            default:
                return $"it sent a {frame.Kind} frame on its bulk link";
        }
    }
}
