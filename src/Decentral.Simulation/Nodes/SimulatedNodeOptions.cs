using Decentral.Actors.Membership;
using Decentral.Simulation.Compute;
using Decentral.Simulation.Disks;

namespace Decentral.Simulation.Nodes;

/// <summary>What a node is made of.</summary>
public sealed record SimulatedNodeOptions
{
    /// <summary>What it can do; its lanes work at the same time.</summary>
    public MemberProfile Profile { get; init; } = new(1, 1L << 30);

    /// <summary>How fast its lanes are.</summary>
    public DeviceProfile Device { get; init; } = new();

    /// <summary>How fast its disk is.</summary>
    public DiskProfile Disk { get; init; } = new();

    /// <summary>Spawns its first actors, at its start and at each restart.</summary>
    public Action<SimulatedNode>? Boot { get; init; }
}
