using Decentral.Actors;

namespace Decentral.Simulation.Faults;

/// <summary>One actor fails as if it had thrown; nothing happens when nobody lives at the path just then.</summary>
/// <param name="AtEvent">When.</param>
/// <param name="Node">On which node.</param>
/// <param name="Path">Which actor.</param>
public sealed record FailActor(long AtEvent, NodeId Node, string Path) : Fault(AtEvent)
{
    internal override void Strike(SimulatedWorld world) =>
        world.NodeOf(Node).FailActor(Path, new InjectedFaultException(this));
}
