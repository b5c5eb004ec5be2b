using System.Collections.Concurrent;
using Decentral.Actors.Hosting;
using Decentral.Actors.Nodes.Addressing;
using Decentral.Actors.Nodes.Frames;
using Decentral.Actors.Nodes.Sessions;
using Decentral.Wire.Records;

namespace Decentral.Actors.Nodes.Transfers;

/// <summary>
/// The bulk data that comes to a node: answers offers, puts chunks together, and hands over what is whole.
/// </summary>
internal sealed class TransferReceiver(Switchboard switchboard)
{
    private readonly ConcurrentDictionary<NodeId, IncomingTransfers> _senders = new();
    private readonly ReceiveBudget _budget = new(switchboard.Options.ReceiveBytes);
    private readonly TimeProvider _time = switchboard.Options.TimeProvider;

    /// <summary>Memory for what comes.</summary>
    public PayloadPool Pool { get; } = new(switchboard.Options.IdlePayloadBytes, switchboard.Options.IdlePayloadTime);

    private TimeSpan Now => _time.GetElapsedTime(0);

    /// <summary>Says that a node has no such receiver.</summary>
    public static void Refuse(Session session, TransferRoute route, DeadLetterReason reason, string words) =>
        Answer(session, route, new TransferAnswer(TransferAnswerKind.Refuse, 0, reason, words));

    /// <summary>Another node would like to send something.</summary>
    /// <returns>What is wrong with it; null when nothing is.</returns>
    public string? TakeOffer(in TransferFrame frame, ref MessageReader reader)
    {
        var receiver = reader.ReadActorRef();
        var sender = reader.ReadActorRef();
        var length = reader.ReadInt32();
        if (length < 0)
        {
            throw reader.Refuse("a length", $"{length}");
        }

        var (link, route) = (frame.Link, frame.Route);
        if (sender != ActorRef.None && sender.Address.Node != route.From)
        {
            return $"it offered bulk data in the name of '{sender.Address.Node}'";
        }

        if (!switchboard.Options.Messages.TryReadFormat(ref reader, out var format, out var reason))
        {
            Refuse(link, route.Back(), DeadLetterReason.NotTaken, reason);
            return null;
        }

        reader.EndRecord(frame.Record);
        if (receiver.Address.Node != switchboard.Self.Node || receiver is not Recipient or UnreachableReference)
        {
            Refuse(link, route.Back(), DeadLetterReason.NoReceiver, $"{receiver} is gone.");
            return null;
        }

        // Not for nobody: whoever offers something may be after the dialling alone.
        if (!link.IsDirect)
        {
            switchboard.SeekDirectLink(route.From, isReceiver: true);
        }

        var header = frame.Bytes[(int)reader.Consumed..].ToArray();
        var answer = From(route.From).Offered(
            new TransferOffer(route.Key, receiver, sender, format, header, length), Now);

        // Looked at after it is noted: a verdict that came in between has not found it.
        if (switchboard.Roster.HasLost(route.From, route.Key.Incarnation))
        {
            NodeLost(route.From);
            return null;
        }

        Answer(link, route.Back(), answer);
        return null;
    }

    /// <summary>A piece has come.</summary>
    /// <returns>What is wrong with it; null when nothing is.</returns>
    public string? TakeChunk(in TransferFrame frame, ref MessageReader reader)
    {
        var (link, route) = (frame.Link, frame.Route);
        var offset = reader.ReadInt64();
        var checksum = (uint)reader.ReadInt64();
        var answer = From(route.From).Received(route.Key, offset, checksum, frame.Rest.Span, Now);
        if (answer.Kind == TransferAnswerKind.Damaged)
        {
            return $"it sent a damaged chunk of {frame.Rest.Length} bytes at {offset} of {route.Key}";
        }

        switchboard.Transfers.Note(link, route.From, frame.Rest.Length);
        link.Answers.Append(TransferFrames.WriteAcknowledge, (route.Back(), offset));
        Answer(link, route.Back(), answer);
        return null;
    }

    /// <summary>Drops what its senders have given up.</summary>
    public void Review()
    {
        foreach (var sender in _senders.Values)
        {
            sender.Review(Now);
        }

        Pool.Review(Now);
    }

    /// <summary>The verdict on a node.</summary>
    public void NodeLost(NodeId node)
    {
        if (_senders.TryRemove(node, out var sender))
        {
            sender.Dispose();
        }
    }

    /// <summary>This node shuts down.</summary>
    public void Close()
    {
        foreach (var node in _senders.Keys)
        {
            NodeLost(node);
        }

        Pool.Close();
    }

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
                session.Answers.Append(
                    TransferFrames.WriteOutcome, (route, (DeadLetterReason?)answer.Reason, answer.Words));
                break;
            case TransferAnswerKind.None:
            case TransferAnswerKind.Damaged:
            default:
                break;
        }
    }

    private IncomingTransfers From(NodeId node) => _senders.GetOrAdd(
        node, _ => new IncomingTransfers(Deliver, _budget, Pool, switchboard.Timeouts.TransferStall * 2));

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
