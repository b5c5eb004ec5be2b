using Decentral.Actors.Hosting;

namespace Decentral.Actors.Local;

/// <summary>A reference that this engine made.</summary>
internal abstract class LocalReference(ActorAddress address) : ActorRef
{
    public sealed override ActorAddress Address { get; } = address;

    /// <summary>Takes a message, or says why it could not be taken.</summary>
    public abstract DeadLetterReason? TryAccept(in Envelope message);
}
