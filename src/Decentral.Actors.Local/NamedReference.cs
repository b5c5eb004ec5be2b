using Decentral.Actors.Hosting;

namespace Decentral.Actors.Local;

/// <summary>Whoever bears a well-known name when a message arrives.</summary>
internal sealed class NamedReference(ActorAddress address, WellKnownNames names) : Recipient(address)
{
    public override DeadLetterReason? TryAccept(in Envelope message) =>
        names.Find(Address.Path) is { } bearer ? bearer.TryAccept(message) : DeadLetterReason.NoReceiver;
}
