using Decentral.Actors;
using Decentral.Actors.Hosting;
using Decentral.Actors.Transfers;
using Decentral.Simulation.Nodes;

namespace Decentral.Simulation.Network;

/// <summary>How one life of a node sends and receives: within itself at once, to others over their links.</summary>
internal sealed class NodeNetwork(SimulatedActorSystem home)
{
    private readonly Dictionary<ActorRef, MessageStream> _streamsFromOutside = [];

    /// <summary>Brings a message to its receiver, here or over the link to its node.</summary>
    public void Send(SimulatedActorCell? sender, ActorRef receiver, in Envelope message)
    {
        ArgumentNullException.ThrowIfNull(receiver);
        var destination = home.World.SystemOf(receiver);
        if (!home.IsAlive)
        {
            message.Release();
        }
        else if (destination is null)
        {
            home.DeadLetterOffice.Take(message, receiver, DeadLetterReason.NoReceiver);
        }
        else if (destination == home)
        {
            Accept(receiver, message);
        }
        else
        {
            SendOverLink(sender, receiver, destination, message);
        }
    }

    /// <summary>A message has arrived at this node.</summary>
    public void Accept(ActorRef receiver, in Envelope message)
    {
        if (TryAccept(receiver, message) is { } reason)
        {
            home.DeadLetterOffice.Take(message, receiver, reason);
        }
    }

    /// <summary>A message has arrived at this node; says why it is not taken.</summary>
    public DeadLetterReason? TryAccept(ActorRef receiver, in Envelope message) =>
        home.World.SystemOf(receiver) == home && receiver is Recipient recipient
            ? recipient.TryAccept(message)
            : DeadLetterReason.NoReceiver;

    /// <summary>Tells a cell what the engine has to say; resent until it arrives.</summary>
    public void SendSignal(MessageStream stream, SimulatedActorCell receiver, Signal signal)
    {
        if (receiver.System == home)
        {
            receiver.Post(signal);
            return;
        }

        home.World.LinkBetween(home.Node, receiver.System.Node)
            .Resend(new Delivery(home, receiver.System, receiver.Self, stream, new Envelope(signal)));
    }

    public void SendBulk(
        SimulatedActorCell sender, ActorRef receiver, in Envelope message, long bytes, TransferId transfer)
    {
        var destination = home.World.SystemOf(receiver);
        if (destination is not null && destination != home)
        {
            var carriage = home.World.CarryBulk(message, bytes);
            new BulkTransfer(sender, receiver, destination, carriage.Arriving, transfer).Start(carriage.Bytes);
            return;
        }

        if (TryAccept(receiver, message) is not { } reason)
        {
            sender.Post(NoticeSignal.Of(new TransferCompleted(transfer)));
            return;
        }

        home.DeadLetterOffice.Take(message, receiver, reason);
        sender.Post(NoticeSignal.Of(new TransferFailed(transfer, $"{receiver} did not take {bytes} bytes: {reason}.")));
    }

    private void SendOverLink(
        SimulatedActorCell? sender, ActorRef receiver, SimulatedActorSystem destination, in Envelope message)
    {
        var link = home.World.LinkBetween(home.Node, destination.Node);
        if (link.Loses)
        {
            home.DeadLetterOffice.Take(message, receiver, DeadLetterReason.Lost);
            return;
        }

        var carriage = home.World.Carry(message);
        link.Send(new Delivery(home, destination, receiver, StreamOf(sender, receiver), carriage.Arriving), carriage.Bytes);
    }

    private MessageStream StreamOf(SimulatedActorCell? sender, ActorRef receiver)
    {
        var actor = receiver is SimulatedNamedReference named ? named.Bearer!.Self : receiver;
        if (actor is not SimulatedActorReference)
        {
            // Who asks from outside hears one answer: there is no order to keep, and nothing to remember.
            return new MessageStream();
        }

        return sender?.StreamTo(actor) ?? StreamFromOutside(actor);
    }

    private MessageStream StreamFromOutside(ActorRef receiver)
    {
        if (!_streamsFromOutside.TryGetValue(receiver, out var stream))
        {
            stream = new MessageStream();
            _streamsFromOutside.Add(receiver, stream);
        }

        return stream;
    }
}
