using Decentral.Actors;
using Decentral.Simulation.Network;
using Decentral.Simulation.Randomness;

namespace Decentral.Simulation.Faults;

/// <summary>All that goes wrong in one world, as a value: it can be drawn from a seed, printed, kept and compared.</summary>
public sealed record FaultPlan
{
    /// <summary>All links; null leaves them as they are.</summary>
    public LinkProfile? Links { get; init; }

    /// <summary>How many times slower than their profile some devices are, from the start.</summary>
    public IReadOnlyDictionary<NodeId, double> Slowdowns { get; init; } = new SortedDictionary<NodeId, double>();

    /// <summary>What strikes, and when.</summary>
    public IReadOnlyList<Fault> Faults { get; init; } = [];

    /// <summary>Draws a plan.</summary>
    public static FaultPlan Draw(ulong seed, FaultPlanBounds bounds)
    {
        ArgumentNullException.ThrowIfNull(bounds);
        var random = SeededRandom.For(seed, "faults");
        return new FaultPlan
        {
            Links = DrawLinks(random, bounds),
            Slowdowns = DrawSlowdowns(random, bounds),
            Faults = [.. Enumerable.Range(0, random.Below(bounds.MaxFaults + 1)).Select(_ => DrawFault(random, bounds))],
        };
    }

    /// <summary>One line for each thing that goes wrong.</summary>
    public override string ToString()
    {
        var slow = Slowdowns.Select(slowdown => $"{slowdown.Key} is {slowdown.Value:0.0} times slower");
        var strikes = Faults.OrderBy(fault => fault.AtEvent).Select(fault => fault.ToString());
        return string.Join("\n", [$"Links: {Links}", .. slow, .. strikes]);
    }

    internal void ApplyTo(SimulatedWorld world)
    {
        if (Links is not null)
        {
            SetAllLinks(world, Links);
        }

        foreach (var (id, slowdown) in Slowdowns)
        {
            var node = world.NodeOf(id);
            node.Device = node.Device with { Slowdown = slowdown };
        }

        foreach (var fault in Faults)
        {
            world.Add(fault);
        }
    }

    private static void SetAllLinks(SimulatedWorld world, LinkProfile links)
    {
        foreach (var from in world.Nodes)
        {
            foreach (var to in world.Nodes.Where(to => to != from))
            {
                world.SetLink(from.Id, to.Id, links);
            }
        }
    }

    private static LinkProfile DrawLinks(SeededRandom random, FaultPlanBounds bounds) => new()
    {
        Latency = random.Between(TimeSpan.FromMicroseconds(100), bounds.MaxLatency),
        Jitter = random.Between(TimeSpan.Zero, bounds.MaxLatency),
        SpikeChance = random.Chance(0.5) ? 0.02 : 0,
        Spike = bounds.MaxLatency * 5,
        Loss = random.Chance(0.5) ? bounds.MaxLoss * random.Fraction() : 0,
        BytesPerSecond = 1e6 * (1 + random.Below(100)),
    };

    private static SortedDictionary<NodeId, double> DrawSlowdowns(SeededRandom random, FaultPlanBounds bounds)
    {
        var slowdowns = new SortedDictionary<NodeId, double>();
        foreach (var node in bounds.Nodes.Where(_ => random.Chance(bounds.SlowShare)))
        {
            slowdowns.Add(node, 1 + (9 * random.Fraction()));
        }

        return slowdowns;
    }

    private static Fault DrawFault(SeededRandom random, FaultPlanBounds bounds)
    {
        var atEvent = 1 + random.Below(bounds.Horizon);
        var node = random.Pick(bounds.Nodes);
        var duration = random.Between(TimeSpan.FromMilliseconds(1), bounds.MaxDuration);
        return random.Pick(bounds.Kinds) switch
        {
            FaultKind.CrashNode => new CrashNode(atEvent, node, !random.Chance(bounds.DiskLossShare), duration),
            FaultKind.FailActor => DrawActor(random, bounds, atEvent),
            FaultKind.CutLink => new CutLink(atEvent, node, OtherThan(node, random, bounds), duration),
            FaultKind.IsolateNode => new IsolateNode(atEvent, node, duration),
            FaultKind.FillDisk => new FillDisk(atEvent, node, duration),
            FaultKind.SlowDevice => new SlowDevice(atEvent, node, 1 + (9 * random.Fraction()), duration),
            FaultKind.FreezeNode => new FreezeNode(atEvent, node, duration),
            var kind => throw new ArgumentOutOfRangeException(nameof(bounds), kind, "Not a kind of fault."),
        };
    }

    private static FailActor DrawActor(SeededRandom random, FaultPlanBounds bounds, long atEvent)
    {
        var (node, path) = random.Pick(bounds.Actors);
        return new FailActor(atEvent, node, path);
    }

    private static NodeId OtherThan(NodeId node, SeededRandom random, FaultPlanBounds bounds)
    {
        NodeId[] others = [.. bounds.Nodes.Where(other => other != node)];
        return others.Length == 0 ? node : random.Pick(others);
    }
}
