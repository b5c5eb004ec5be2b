using System.Collections.Immutable;
using Decentral.Codecs;
using Decentral.Codecs.Blocks;
using Decentral.Codecs.HalfPrecision;
using Decentral.Codecs.Sparse;
using Decentral.Models.Optimizers;
using Decentral.Simulation.Compute;
using Decentral.Simulation.Disks;
using Decentral.Simulation.Faults;
using Decentral.Simulation.Randomness;
using Decentral.Training.Jobs;

namespace Decentral.Training.Tests.Fleet;

/// <summary>All that one seed draws: the run, the machines it runs on, and what goes wrong.</summary>
internal sealed record FleetWorld
{
    /// <summary>The longest that anything stays broken; longer than it takes to be declared dead.</summary>
    public static readonly TimeSpan LongestFault = TimeSpan.FromSeconds(8);

    /// <summary>Of fleets of up to 64 workers, which take as long as all others together.</summary>
    private const double LargeShare = 0.03;

    private static readonly ITensorFormat[] Up = [new Bf16Codec(), new E3M0Codec(), new SignCodec(), new TopKCodec(32, new TwoBitCodec())];

    private static readonly ITensorFormat[] Down = [new Bf16Codec(), new Int8BlockCodec(), new E3M0Codec(), new SignCodec()];

    private static readonly TimeSpan SlowestSnapshot = TimeSpan.FromSeconds(2);

    public required ulong Seed { get; init; }

    public required FleetOptions Fleet { get; init; }

    /// <summary>
    /// The node of each worker: 0 is the hub, where the coordinator is. There may be more than the run begins with.
    /// </summary>
    public required ImmutableArray<int> NodeOfWorker { get; init; }

    /// <summary>
    /// Whether nodes beside the hub join with nothing of the run, and are given places by the coordinator. Then the workers are
    /// in the order of their nodes.
    /// </summary>
    public bool IsPlaced { get; init; }

    /// <summary>Whether the parameter shards live on the nodes that join.</summary>
    public bool SpreadsShards { get; init; }

    /// <summary>Workers of the hub.</summary>
    public int HomeWorkers => NodeOfWorker.Count(node => node == 0);

    /// <summary>The node of the parameter shard.</summary>
    public int NodeOfShard { get; init; }

    /// <summary>The node of the monitor.</summary>
    public int NodeOfMonitor { get; init; }

    /// <summary>All nodes, the hub first.</summary>
    public IEnumerable<int> Nodes => NodeOfWorker.Append(0).Append(NodeOfShard).Append(NodeOfMonitor).Distinct().Order();

    /// <summary>Share of a round's participants after whose contributions the others are late.</summary>
    public double Quorum { get; init; } = 1;

    /// <summary>When a round is closed with what is there.</summary>
    public TimeSpan? Deadline { get; init; }

    /// <summary>How long a round that has its quorum waits for the others.</summary>
    public TimeSpan? Grace { get; init; }

    /// <summary>Whether slower workers make fewer steps.</summary>
    public bool IsPaced { get; init; }

    /// <summary>How long a roll call waits for the missing.</summary>
    public TimeSpan? GatherTimeout { get; init; }

    public DeviceProfile Device { get; init; } = new();

    public DiskProfile Disk { get; init; } = new();

    /// <summary>What a part of a snapshot takes to be written or read; may exceed the time between two reports.</summary>
    public TimeSpan SnapshotLatency { get; init; } = TimeSpan.FromMilliseconds(3);

    public FaultPlan Faults { get; init; } = new();

    /// <summary>When another coordinator writes to the journal behind the back of this one; null for never.</summary>
    public long? StaleWriterAtEvent { get; init; }

    /// <summary>When a bit of a worker's global parameters turns by itself; null for never.</summary>
    public (long AtEvent, int Worker)? Flip { get; init; }

    /// <summary>Workers with moments that do not outlast a step train alike after any loss: their work can be recomputed.</summary>
    public bool IsMemoryless => Fleet.Optimizer is { Beta1: 0, Beta2: 0 };

    public bool IsUndisturbed => Faults.Faults.Count == 0 && StaleWriterAtEvent is null;

    public static FleetWorld Draw(ulong seed)
    {
        var random = SeededRandom.For(seed, "fleet");
        var places = SeededRandom.For(seed, "places");
        var size = SeededRandom.For(seed, "size");
        var fleet = DrawFleet(random);
        fleet = size.Chance(LargeShare) ? fleet with { Workers = 5 + size.Below(60), Rounds = 4 } : fleet;
        fleet = fleet.Update == UpdateKind.Gradient
            ? DrawGradient(SeededRandom.For(seed, "gradient"), fleet)
            : DrawSchedule(SeededRandom.For(seed, "schedule"), fleet);
        fleet = DrawClocks(SeededRandom.For(seed, "clocks"), fleet);
        ImmutableArray<int> nodes = [.. Enumerable.Range(0, fleet.Workers).Select(_ => random.Below(fleet.Workers + 1))];
        var joining = SeededRandom.For(seed, "placed");
        var isPlaced = joining.Chance(0.4);
        var joiners = isPlaced ? Enumerable.Repeat(fleet.Workers + 1, joining.Below(3)) : [];
        var closing = SeededRandom.For(seed, "closing");
        var world = new FleetWorld
        {
            Quorum = closing.Chance(fleet.IsAsynchronous ? 0.9 : 0.3) ? 0.2 + (0.7 * closing.Fraction()) : 1,
            Deadline = closing.Chance(0.2) ? closing.Between(TimeSpan.FromMilliseconds(50), LongestFault) : null,
            IsPaced = closing.Chance(0.3),
            Grace = fleet.IsAsynchronous && SeededRandom.For(seed, "grace").Chance(0.5) ? TimeSpan.Zero : null,
            Seed = seed,
            Fleet = fleet,
            NodeOfWorker = isPlaced ? [.. nodes.Sort(), .. joiners] : nodes,
            IsPlaced = isPlaced,
            SpreadsShards = isPlaced && SeededRandom.For(seed, "shards").Chance(0.5),
            NodeOfShard = places.Chance(0.5) ? 0 : places.Pick(nodes),
            NodeOfMonitor = places.Chance(0.7) ? 0 : places.Pick(nodes),
            GatherTimeout = random.Chance(0.5) ? random.Between(TimeSpan.FromSeconds(1), LongestFault) : null,
            Device = new DeviceProfile { TokensPerSecond = 100 * (1 + random.Below(100)) },
            Disk = new DiskProfile { AppendLatency = random.Between(TimeSpan.FromMicroseconds(50), TimeSpan.FromMilliseconds(20)) },
            SnapshotLatency = SeededRandom.For(seed, "snapshots").Between(TimeSpan.FromMilliseconds(1), SlowestSnapshot),
        };
        if (random.Chance(0.1))
        {
            return world;
        }

        var horizon = HorizonOf(world);
        return world with
        {
            Faults = DrawFaults(seed, BoundsOf(world, horizon)),
            StaleWriterAtEvent = random.Chance(0.1) ? 1 + random.Below(horizon) : null,
        };
    }

    public override string ToString() =>
        $"{Fleet.Update}, {Fleet.Workers} workers {(IsPlaced ? "placed" : "")} {(SpreadsShards ? "with shards" : "")} on nodes {string.Join(' ', NodeOfWorker)}, the shard on {NodeOfShard}, " +
        $"the monitor on {NodeOfMonitor}, {Fleet.Rounds} rounds of {Fleet.StepsPerRound} steps of {Fleet.SamplesPerStep}, {Fleet.Schedule}, mixing {Fleet.Mixing}, " +
        $"{Fleet.Up.Name} up, {Fleet.Down.Name} down, " +
        $"snapshots every {Fleet.RoundsPerSnapshot}, outer {Fleet.Outer}, " +
        $"quorum {Quorum:0.##}, deadline {Deadline}, {(IsPaced ? "paced" : "equal")}, gathering {GatherTimeout}, a snapshot's part {SnapshotLatency}, another writer at {StaleWriterAtEvent}\n{Faults}";

    /// <summary>About the events of an undisturbed run, so that most faults strike while there is something to break.</summary>
    private static int HorizonOf(FleetWorld world) =>
        50 + (int)(world.Fleet.Rounds * world.Fleet.Workers * (20 + (3 * world.Fleet.StepsPerRound)));

    private static FleetOptions DrawFleet(SeededRandom random)
    {
        var update = random.Pick<UpdateKind>([UpdateKind.PseudoGradient, UpdateKind.Parameters, UpdateKind.Gradient]);
        return new FleetOptions
        {
            Update = update,
            Outer = update == UpdateKind.PseudoGradient ? DrawOuter(random) : null,
            Workers = 1 + random.Below(4),
            StepsPerRound = update == UpdateKind.Gradient ? 1 : 1 + random.Below(5),
            SamplesPerStep = 1 + random.Below(3),
            Rounds = 4 + random.Below(7),
            RoundsPerSnapshot = 1 + random.Below(4),
            Clip = random.Chance(0.5) ? 0.5 : 0,
            Optimizer = random.Chance(0.8) ? new AdamWOptions { Beta1 = 0, Beta2 = 0 } : new AdamWOptions(),
        };
    }

    /// <summary>Some send a choice of them, or the momentum that they go into.</summary>
    private static FleetOptions DrawGradient(SeededRandom random, FleetOptions fleet) => random.Below(4) switch
    {
        0 => fleet with { Update = UpdateKind.Velocity, Up = new TopKCodec(32, new Fp32Codec()) },
        1 => fleet with { Update = UpdateKind.Momentum, Up = new SignCodec(), Down = new SignCodec() },
        _ => fleet,
    };

    private static FleetOptions DrawClocks(SeededRandom random, FleetOptions fleet)
    {
        if (fleet.Update != UpdateKind.PseudoGradient || !random.Chance(0.3))
        {
            return fleet;
        }

        var alone = fleet with { IsAsynchronous = true, Fragments = 1, Overlap = 0, Mixing = 0, Outer = new OuterDelayedNesterov(0.7, 0.9, fleet.Workers) };
        return random.Chance(0.5) ? alone with { Fragments = 2 + random.Below(3), Mixing = random.Chance(0.5) ? 0.5 : 0 } : alone;
    }

    private static FleetOptions DrawSchedule(SeededRandom random, FleetOptions fleet) => fleet with
    {
        Fragments = random.Chance(0.4) ? 1 + random.Below(3) : 1,
        Overlap = random.Chance(0.4) ? random.Below(fleet.StepsPerRound + 1) : 0,
        Mixing = random.Chance(0.3) ? 0.5 : 0,
        Up = random.Chance(0.4) && fleet.Update == UpdateKind.PseudoGradient ? random.Pick(Up) : new Fp32Codec(),
        Down = random.Chance(0.4) && fleet.Update == UpdateKind.PseudoGradient ? random.Pick(Down) : new Fp32Codec(),
    };

    private static IOuterOptimizer DrawOuter(SeededRandom random) =>
        random.Chance(0.5) ? new OuterNesterov(0.7, 0.9) : new OuterSgd(0.5);

    /// <summary>Standstills are drawn apart from the rest, so that a seed keeps the world it had before there were any.</summary>
    private static FaultPlan DrawFaults(ulong seed, FaultPlanBounds bounds)
    {
        var plan = FaultPlan.Draw(seed, bounds);
        var freezes = FaultPlan.Draw(~seed, bounds with { Kinds = [FaultKind.FreezeNode], MaxFaults = 2 });
        return plan with { Faults = [.. plan.Faults, .. freezes.Faults] };
    }

    private static FaultPlanBounds BoundsOf(FleetWorld world, int horizon)
    {
        var nodes = world.Nodes.Select(SimulatedFleet.NameOf).ToArray();
        return new FaultPlanBounds
        {
            Nodes = nodes,
            Actors = [.. SimulatedFleet.ActorsOf(world)],
            Kinds =
            [
                FaultKind.CrashNode, FaultKind.CrashNode, FaultKind.FailActor, FaultKind.FailActor, FaultKind.FailActor,
                FaultKind.CutLink, FaultKind.IsolateNode, FaultKind.FillDisk, FaultKind.SlowDevice,
            ],
            MaxFaults = 6,
            Horizon = horizon,
            MaxDuration = LongestFault,
            DiskLossShare = 0,
        };
    }
}
