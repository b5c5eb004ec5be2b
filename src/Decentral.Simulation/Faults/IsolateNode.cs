using Decentral.Actors;

namespace Decentral.Simulation.Faults;

/// <summary>A node sees nobody for a while; its actors go on. After the verdict it comes back as a new incarnation.</summary>
/// <param name="AtEvent">When.</param>
/// <param name="Node">Which.</param>
/// <param name="Duration">How long.</param>
public sealed record IsolateNode(long AtEvent, NodeId Node, TimeSpan Duration) : Fault(AtEvent)
{
    internal override void Strike(SimulatedWorld world)
    {
        world.NodeOf(Node).Isolate();
        world.Loop.Plan(Duration, RecoveryTrace, () => world.NodeOf(Node).Rejoin());
    }
}
