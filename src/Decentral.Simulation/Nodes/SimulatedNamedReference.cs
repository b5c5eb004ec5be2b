using Decentral.Actors;
using Decentral.Actors.Hosting;

namespace Decentral.Simulation.Nodes;

/// <summary>Whoever bears a well-known name when a message arrives, on whatever node.</summary>
internal sealed class SimulatedNamedReference(ActorAddress address, WellKnownNames names) : Recipient(address)
{
    /// <summary>The present bearer; null for none.</summary>
    public SimulatedActorCell? Bearer => names.Find(Address.Path);

    public override DeadLetterReason? TryAccept(in Envelope message) =>
        Bearer is { } bearer ? bearer.TryAccept(message) : DeadLetterReason.NoReceiver;
}
