using Decentral.Actors.Hosting;

namespace Decentral.Actors.Local;

/// <summary>Whoever bears a well-known name when a message arrives.</summary>
internal sealed class NamedReference(ActorAddress address, WellKnownNames names, IRemoteNodes? remoteNodes)
    : Recipient(address)
{
    /// <summary>The present bearer, here or elsewhere; null when nobody is known to be one.</summary>
    public Recipient? Bearer => names.Find(Address.Path)?.Reference ?? remoteNodes?.FindBearer(Address.Path) as Recipient;

    public override DeadLetterReason? TryAccept(in Envelope message) =>
        Bearer is { } bearer ? bearer.TryAccept(message) : DeadLetterReason.NoReceiver;
}
