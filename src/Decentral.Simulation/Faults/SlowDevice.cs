using Decentral.Actors;

namespace Decentral.Simulation.Faults;

/// <summary>A node's lanes are slower for a while.</summary>
/// <param name="AtEvent">When.</param>
/// <param name="Node">Which.</param>
/// <param name="Slowdown">How many times slower than its profile says.</param>
/// <param name="Duration">How long.</param>
public sealed record SlowDevice(long AtEvent, NodeId Node, double Slowdown, TimeSpan Duration) : Fault(AtEvent)
{
    internal override void Strike(SimulatedWorld world)
    {
        var node = world.NodeOf(Node);
        var usual = node.Device;
        node.Device = usual with { Slowdown = usual.Slowdown * Slowdown };
        world.Loop.Plan(Duration, RecoveryTrace, () => node.Device = node.Device with { Slowdown = usual.Slowdown });
    }
}
