using Decentral.Actors.Hosting;
using Decentral.Actors.Transfers;

namespace Decentral.Actors.Nodes.Addressing;

/// <summary>An actor of another node.</summary>
internal sealed class RemoteReference(ActorAddress address, Switchboard switchboard) : RemoteRecipient(address)
{
    public override DeadLetterReason? TryAccept(in Envelope message) => switchboard.Tell(Address, message);

    public override void SendBulk(ActorCell sender, in Envelope message, TransferId transfer) =>
        switchboard.Transfers.Outgoing.Begin(sender, this, message, transfer);

    public override void Watch(ActorCell watcher) => switchboard.Watches.Add(watcher, this);

    public override void Unwatch(ActorCell watcher) => switchboard.Watches.Remove(watcher, this);
}
