namespace Decentral.Actors.Hosting;

/// <summary>A reference whose receiver this process can reach by a call.</summary>
public abstract class Recipient : ActorRef
{
    /// <summary>A reference to that address.</summary>
    protected Recipient(ActorAddress address) => Address = address;

    /// <inheritdoc />
    public sealed override ActorAddress Address { get; }

    /// <summary>Takes a message, or says why not; the message is then still the caller's.</summary>
    public abstract DeadLetterReason? TryAccept(in Envelope message);
}
