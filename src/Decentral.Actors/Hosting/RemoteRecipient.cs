using Decentral.Actors.Transfers;

namespace Decentral.Actors.Hosting;

/// <summary>A reference whose receiver lives on another node: the engine that links the nodes brings everything there.</summary>
public abstract class RemoteRecipient : Recipient
{
    /// <summary>A reference to that address.</summary>
    protected RemoteRecipient(ActorAddress address)
        : base(address)
    {
    }

    /// <summary>Brings bulk data there and posts the outcome to the sender.</summary>
    /// <param name="sender">Who hears of the outcome.</param>
    /// <param name="message">Carries a <see cref="Transferred{THeader}"/>; the recipient ends its carriage.</param>
    /// <param name="transfer">What the sender knows it by.</param>
    public abstract void SendBulk(ActorCell sender, in Envelope message, TransferId transfer);

    /// <summary>Arranges that a <see cref="TerminatedSignal"/> is posted to the watcher when the receiver is known to be gone.</summary>
    public abstract void Watch(ActorCell watcher);

    /// <summary>Takes back <see cref="Watch"/>.</summary>
    public abstract void Unwatch(ActorCell watcher);
}
