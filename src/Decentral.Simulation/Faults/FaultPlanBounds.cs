using Decentral.Actors;

namespace Decentral.Simulation.Faults;

/// <summary>Within what a fault plan is drawn.</summary>
public sealed record FaultPlanBounds
{
    /// <summary>The nodes that may be struck.</summary>
    public required IReadOnlyList<NodeId> Nodes { get; init; }

    /// <summary>The actors that <see cref="FaultKind.FailActor"/> may strike, by node and path.</summary>
    public IReadOnlyList<(NodeId Node, string Path)> Actors { get; init; } = [];

    /// <summary>What may happen, each as likely as another; one listed twice is twice as likely.</summary>
    public IReadOnlyList<FaultKind> Kinds { get; init; } =
        [FaultKind.CrashNode, FaultKind.CutLink, FaultKind.IsolateNode, FaultKind.FillDisk, FaultKind.SlowDevice];

    /// <summary>The most faults.</summary>
    public int MaxFaults { get; init; } = 5;

    /// <summary>Faults strike within that many events.</summary>
    public int Horizon { get; init; } = 10_000;

    /// <summary>The longest that anything stays broken.</summary>
    public TimeSpan MaxDuration { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The longest usual latency of the links.</summary>
    public TimeSpan MaxLatency { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The highest share of messages that the links lose.</summary>
    public double MaxLoss { get; init; } = 0.1;

    /// <summary>The share of devices that are slow from the start.</summary>
    public double SlowShare { get; init; } = 0.2;

    /// <summary>The share of crashes that take the disk along.</summary>
    public double DiskLossShare { get; init; } = 0.1;
}
