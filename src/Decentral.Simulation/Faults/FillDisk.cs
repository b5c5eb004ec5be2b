using Decentral.Actors;

namespace Decentral.Simulation.Faults;

/// <summary>A node's disk is full for a while.</summary>
/// <param name="AtEvent">When.</param>
/// <param name="Node">Which.</param>
/// <param name="Duration">How long.</param>
public sealed record FillDisk(long AtEvent, NodeId Node, TimeSpan Duration) : Fault(AtEvent)
{
    internal override void Strike(SimulatedWorld world)
    {
        var disk = world.NodeOf(Node).Disk;
        disk.IsFull = true;
        world.Loop.Plan(Duration, RecoveryTrace, () => disk.IsFull = false);
    }
}
