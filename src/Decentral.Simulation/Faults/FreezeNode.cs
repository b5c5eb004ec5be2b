using Decentral.Actors;

namespace Decentral.Simulation.Faults;

/// <summary>
/// A node's process stands still for a while, as by SIGSTOP or in a machine that is put to sleep, and then goes on where it
/// was. After the verdict it goes on for a moment before it learns of it, and comes back as a new incarnation.
/// </summary>
/// <param name="AtEvent">When.</param>
/// <param name="Node">Which.</param>
/// <param name="Duration">How long.</param>
public sealed record FreezeNode(long AtEvent, NodeId Node, TimeSpan Duration) : Fault(AtEvent)
{
    internal override void Strike(SimulatedWorld world)
    {
        var node = world.NodeOf(Node);
        node.Freeze();
        world.Loop.Plan(Duration, RecoveryTrace, node.Thaw);
    }
}
