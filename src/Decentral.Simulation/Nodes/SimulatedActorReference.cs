using Decentral.Actors;
using Decentral.Actors.Hosting;

namespace Decentral.Simulation.Nodes;

/// <summary>One incarnation of an actor, on any node of the world.</summary>
internal sealed class SimulatedActorReference(ActorAddress address, SimulatedActorCell cell) : Recipient(address)
{
    public SimulatedActorCell Cell { get; } = cell;

    public override DeadLetterReason? TryAccept(in Envelope message) => Cell.TryAccept(message);
}
