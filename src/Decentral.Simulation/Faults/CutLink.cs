using Decentral.Actors;

namespace Decentral.Simulation.Faults;

/// <summary>Nothing gets from one node to another for a while; the other direction is not touched.</summary>
/// <param name="AtEvent">When.</param>
/// <param name="From">The node that is not heard.</param>
/// <param name="To">The node that does not hear it.</param>
/// <param name="Duration">How long.</param>
public sealed record CutLink(long AtEvent, NodeId From, NodeId To, TimeSpan Duration) : Fault(AtEvent)
{
    internal override void Strike(SimulatedWorld world)
    {
        world.Cut(From, To);
        world.Loop.Plan(Duration, RecoveryTrace, () => world.Heal(From, To));
    }
}
