namespace Decentral.Simulation.Disks;

/// <summary>How fast a disk is.</summary>
public sealed record DiskProfile
{
    /// <summary>The least time of a durable write.</summary>
    public TimeSpan AppendLatency { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>The most that comes on top, uniformly.</summary>
    public TimeSpan AppendJitter { get; init; } = TimeSpan.FromMilliseconds(4);

    /// <summary>Time to read a stream.</summary>
    public TimeSpan ReadLatency { get; init; } = TimeSpan.FromMilliseconds(1);
}
