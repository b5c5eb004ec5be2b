using Decentral.Actors.Hosting;

namespace Decentral.Actors.Local;

/// <summary>One incarnation of an actor of this process.</summary>
internal sealed class LocalActorReference(ActorAddress address, LocalActorCell cell) : Recipient(address)
{
    public LocalActorCell Cell { get; } = cell;

    public override DeadLetterReason? TryAccept(in Envelope message) => Cell.TryAccept(message);
}
