using Decentral.Actors;

namespace Decentral.Simulation.Faults;

/// <summary>A node's process dies.</summary>
/// <param name="AtEvent">When.</param>
/// <param name="Node">Which.</param>
/// <param name="KeepsDisk">False: its journal is gone too.</param>
/// <param name="RestartsAfter">When it begins a new life; null for never.</param>
public sealed record CrashNode(long AtEvent, NodeId Node, bool KeepsDisk, TimeSpan? RestartsAfter) : Fault(AtEvent)
{
    internal override void Strike(SimulatedWorld world) => world.NodeOf(Node).Crash(KeepsDisk, RestartsAfter);
}
