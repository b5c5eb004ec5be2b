using Decentral.Actors;
using Decentral.Actors.EventSourcing;
using Decentral.Simulation;
using Decentral.Simulation.Faults;
using Decentral.Simulation.Network;
using Decentral.Simulation.Nodes;
using Decentral.Training.Coordination;
using Decentral.Training.Coordination.Events;
using Decentral.Training.Monitoring;
using Decentral.Training.Progress;
using Decentral.Training.Protocol;
using Decentral.Training.Shards;
using Decentral.Training.Snapshots;
using Decentral.Training.Supervision;
using Decentral.Training.Tests.Faults;

namespace Decentral.Training.Tests.Fleet;

/// <summary>
/// A run in virtual time: a hub with the coordinator, and nodes with the shard, the monitor and workers. Its journal and its
/// snapshots outlive every node. After each event the ledger and the replicas are checked.
/// </summary>
internal sealed class SimulatedFleet : IDisposable
{
    private const int LedgerTail = 25;
    private static readonly StreamId Stream = new("coordinator");
    private static readonly TimeSpan PatienceWhenHealed = TimeSpan.FromMinutes(3);

    private readonly FleetWorld _drawn;
    private readonly FleetParts _parts;
    private readonly SimulatedWorld _world;
    private readonly SimulatedNode _hub;
    private readonly FleetChecker _checker;
    private readonly RecentLog _log;
    private readonly CoordinatorEventSerializer _serializer = new();
    private readonly List<CoordinatorEvent> _ledger = [];
    private readonly Dictionary<int, ActorRef> _agents = [];
    private bool _hasStaleWritten;
    private bool _hasFlipped;

    public SimulatedFleet(FleetWorld drawn)
    {
        _drawn = drawn;
        Snapshots = new SimulatedSnapshots(drawn.SnapshotLatency);
        _parts = new FleetParts(drawn.Fleet);
        _checker = new FleetChecker(drawn, _parts, Snapshots);
        _log = new RecentLog(() => _world!.Now);
        _world = new SimulatedWorld(new SimulatedWorldOptions
        {
            Seed = drawn.Seed,
            Wire = Wire,
            LoggerFactory = _log,
            ReplayCommand = "artifacts/bin/Decentral.Training.Tests/release/Decentral.Training.Tests --filter-trait Seed={seed}",
        });
        foreach (var place in drawn.Nodes)
        {
            AddNode(place);
        }

        _hub = _world.NodeOf(NameOf(0));
        _world.AddChecker("The run", Check);
        _world.Apply(drawn.Faults);
    }

    public SimulatedWorld World => _world;

    public CountingWire Wire { get; } = new();

    public SimulatedSnapshots Snapshots { get; }

    public IReadOnlyList<CoordinatorEvent> Ledger => _ledger;

    /// <summary>How the run ended; null before.</summary>
    public RunOutcome? Outcome { get; private set; }

    public bool HasEnded => Outcome is not null;

    public bool HasStaleWritten => _hasStaleWritten;

    public IEnumerable<Fault> Struck => _drawn.Faults.Faults.Where(fault => fault.AtEvent <= _world.Events);

    public static NodeId NameOf(int place) => new(place == 0 ? "hub" : $"node-{place}");

    /// <summary>The actors that may be struck one at a time.</summary>
    public static IEnumerable<(NodeId Node, string Path)> ActorsOf(FleetWorld world)
    {
        yield return (NameOf(0), "node/coordinator");
        if (!world.SpreadsShards)
        {
            yield return (NameOf(world.NodeOfShard), "node/shard-0");
        }

        foreach (var node in world.NodeOfWorker.GroupBy(place => place))
        {
            // Which place a node is given depends on who asks first; who does not live there is not struck.
            var isPlaced = world.IsPlaced && node.Key > 0;
            var first = isPlaced ? world.HomeWorkers : 0;
            foreach (var index in Enumerable.Range(first, isPlaced ? world.NodeOfWorker.Length - first : node.Count()))
            {
                yield return (NameOf(node.Key), $"node/worker-{index}");
            }
        }
    }

    /// <summary>Runs to the end: first with all that goes wrong, then healed, when it has to come to its end in time.</summary>
    public SimulatedFleet Run()
    {
        try
        {
            RunDisturbed();
            Heal();
            RunUntil(() => HasEnded, PatienceWhenHealed);
            _checker.CheckEnd(_ledger, Outcome!);
            return this;
        }
        catch (SimulationFailedException failure)
        {
            throw new SimulationFailedException(
                $"{failure.Message}\n{_drawn}\n{Snapshots.Sealed.Count} snapshots; the ledger's last {LedgerTail} of {_ledger.Count}:\n" +
                string.Join('\n', _ledger.TakeLast(LedgerTail).Select(Describe)) + $"\n{_log}",
                failure.InnerException);
        }
    }

    /// <summary>Runs until a round is committed, is asked to stop by the agent of a node, and runs on until it has.</summary>
    public SimulatedFleet RunAndStop(long afterRound, int place)
    {
        RunUntil(
            () => _ledger.OfType<RoundCommitted>().Any(committed => committed.Round.Value == afterRound), PatienceWhenHealed);
        _world.NodeOf(NameOf(place)).System.Tell(_agents[place], new RequestStop());
        RunUntil(() => HasEnded, PatienceWhenHealed);
        return this;
    }

    public void Dispose()
    {
        _checker.Dispose();
        _log.Dispose();
    }

    public void RunUntil(Func<bool> hasComeAbout, TimeSpan limit) => _world.RunUntil(
        () =>
        {
            WriteAsAnother();
            FlipABit();
            return hasComeAbout();
        },
        limit);

    private static string Describe(CoordinatorEvent happened) => happened switch
    {
        RoundOpened opened => $"{opened} {string.Join(", ", opened.Leases.Select(lease => $"{lease.Worker}: {string.Join(' ', lease.Samples)}"))}",
        RoundCommitted committed => $"{committed} {string.Join(", ", committed.Contributions)}",
        _ => happened.ToString(),
    };

    private void RunDisturbed()
    {
        var last = _drawn.Faults.Faults.Select(fault => fault.AtEvent).Append(_drawn.StaleWriterAtEvent ?? 0).DefaultIfEmpty().Max();
        RunUntil(() => HasEnded || _world.Events >= last, TimeSpan.FromHours(10));
        var healed = _world.Now + FleetWorld.LongestFault;
        RunUntil(() => HasEnded || _world.Now >= healed, TimeSpan.FromHours(10));
    }

    private void Heal()
    {
        foreach (var from in _world.Nodes)
        {
            foreach (var to in _world.Nodes.Where(to => to != from))
            {
                _world.SetLink(from.Id, to.Id, LinkProfile.LocalNetwork);
            }
        }
    }

    private void WriteAsAnother()
    {
        if (!_hasStaleWritten && _world.Events >= _drawn.StaleWriterAtEvent && _ledger.Count > 0)
        {
            _hasStaleWritten = true;
            var term = _ledger.OfType<TermBegan>().LastOrDefault()?.Term ?? default;
            CoordinatorEvent begun = new TermBegan(term.Next, "another coordinator took over for a moment", true);
            if (!_ledger.Any(happened => happened is RunFinished))
            {
                _hub.Disk.AppendAsAnother(Stream, [_serializer.Write(begun)]);
            }
        }
    }

    private void FlipABit()
    {
        if (!_hasFlipped && _drawn.Flip is { } flip && _world.Events >= flip.AtEvent)
        {
            _hasFlipped = true;
            _checker.Flip(flip.Worker);
        }
    }

    private string? Check()
    {
        var durable = _hub.Disk.Durable(Stream);
        for (var i = _ledger.Count; i < durable.Count; i++)
        {
            var happened = _serializer.Read(durable[i]);
            _ledger.Add(happened);
            if (_checker.Take(happened) is { } violation)
            {
                return violation;
            }
        }

        return _checker.CheckReplicas();
    }

    private void AddNode(int place)
    {
        var starts = 0L;
        _world.AddNode(NameOf(place).Name, new SimulatedNodeOptions
        {
            Device = _drawn.Device,
            Disk = _drawn.Disk,
            Boot = node => Boot(node, place, ++starts),
        });
    }

    private void Boot(SimulatedNode node, int place, long start)
    {
        _agents[place] = node.System.Spawn("node", () => new NodeAgent(OptionsOf(node, place, start)));
        if (place == _drawn.NodeOfMonitor)
        {
            var observer = new Silent();
            node.System.Spawn(
                "monitor",
                () => new RunMonitor(new MonitorOptions
                {
                    Plan = _parts.Plan,
                    Observer = observer,
                    Metrics = observer,
                    Utilisation = () => 0,
                    ReportInterval = TimeSpan.FromMinutes(1),
                    Ended = outcome => Outcome = outcome,
                }),
                new SpawnOptions { WellKnownName = "monitor" });
        }
    }

    private NodeOptions OptionsOf(SimulatedNode node, int place, long start)
    {
        var snapshots = Snapshots.On(node);
        var isPlaced = _drawn.IsPlaced && place > 0;
        return new NodeOptions
        {
            Start = start,
            MaxReplacements = 1_000,
            Workers = isPlaced ? [] :
            [
                .. Enumerable.Range(0, _drawn.NodeOfWorker.Length)
                    .Where(worker => _drawn.NodeOfWorker[worker] == place)
                    .Select(worker => _parts.Worker(worker, node.CreateLane(), snapshots, _checker.Built)),
            ],
            Places = isPlaced ? _drawn.NodeOfWorker.Count(node => node == place) : 0,
            Placed = isPlaced
                ? (worker, life, isAnew) =>
                    (_parts.Worker(worker.Value, node.CreateLane(), snapshots, _checker.Built)(life) with { BeginsAnew = isAnew }).CreateActor()
                : null,
            Coordinator = place == 0 ? Coordinator(node, snapshots, start) : null,
            Shards = !_drawn.SpreadsShards && place == _drawn.NodeOfShard ? _parts.Shards(node.CreateLane()) : [],
            Fragments = _drawn.Fleet.Fragments,
            PlacedShard = _drawn.SpreadsShards ? PlacedShards(node) : null,
        };
    }

    private Func<HostedShard, ShardOptions> PlacedShards(SimulatedNode node)
    {
        var shards = _parts.Shards(node.CreateLane());
        return shard => shards[shard.Fragment.Value](shard.Incarnation);
    }

    private CoordinatorOptions Coordinator(SimulatedNode node, ISnapshotStore snapshots, long start)
    {
        var options = _parts.Coordinator(node.Journal, snapshots, _drawn.GatherTimeout);
        return options with
        {
            Plan = options.Plan with
            {
                SpreadsShards = _drawn.SpreadsShards,
                HomeWorkers = _drawn.IsPlaced ? _drawn.HomeWorkers : _drawn.NodeOfWorker.Length,
                LastIncarnation = Incarnation.Of(start, 0),
                Quorum = _drawn.Quorum,
                Deadline = _drawn.Deadline,
                IsPaced = _drawn.IsPaced,
                Grace = _drawn.Grace,
            },
        };
    }

    private sealed class Silent : IRunObserver, IMetrics
    {
        public void Add(MetricsPoint point)
        {
        }

        public void RollBack(Round toRound)
        {
        }

        public void Report(RunProgress progress)
        {
        }

        public void Report(RunEvent happened)
        {
        }
    }
}
