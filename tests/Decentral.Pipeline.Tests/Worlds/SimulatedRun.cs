using Decentral.Actors;
using Decentral.Codecs;
using Decentral.Models.Stages;
using Decentral.Pipeline.Formats;
using Decentral.Pipeline.Protocol;
using Decentral.Pipeline.Stages;
using Decentral.Pipeline.Workers;
using Decentral.Simulation;
using Decentral.Simulation.Network;
using Decentral.Simulation.Nodes;
using Decentral.Training.Coordination;
using Decentral.Training.Jobs;
using Decentral.Training.Monitoring;
using Decentral.Training.Progress;
using Decentral.Training.Protocol;
using Decentral.Training.Shards;
using Decentral.Training.Snapshots;
using Decentral.Training.Supervision;
using Decentral.Training.Tests.Fleet;
using Decentral.Training.Workers;

namespace Decentral.Pipeline.Tests.Worlds;

/// <summary>
/// A run in virtual time whose model is in stages: a hub with the coordinator, the shard, the worker and its conductor, and a node for each
/// member. The hub's journal and the snapshots outlive every node.
/// </summary>
internal sealed class SimulatedRun
{
    private static readonly WorkerId Worker = new(0);

    private readonly PipelineWorld _drawn;
    private readonly int _stepsInARound;
    private readonly long[] _lives;

    /// <param name="drawn">The pipeline; its steps are the run's budget.</param>
    /// <param name="stepsInARound">Steps of a round: each is journaled, measured and saved.</param>
    /// <param name="snapshots">What an earlier run has left; null for a new one.</param>
    public SimulatedRun(PipelineWorld drawn, int stepsInARound = 3, SimulatedSnapshots? snapshots = null)
    {
        (_drawn, _stepsInARound) = (drawn, stepsInARound);
        Snapshots = snapshots ?? new SimulatedSnapshots(TimeSpan.FromMilliseconds(2));
        _lives = new long[drawn.Members];
        World = new SimulatedWorld(new SimulatedWorldOptions
        {
            Seed = drawn.Seed,
            Wire = new EncodedWire(PipelineMessages.WithTraining),
            ReplayCommand = "artifacts/bin/Decentral.Pipeline.Tests/release/Decentral.Pipeline.Tests --filter-trait Seed={seed}",
        });
        var starts = 0L;
        World.AddNode("hub", new SimulatedNodeOptions { Boot = node => BootHub(node, ++starts) });
        for (var member = 0; member < drawn.Members; member++)
        {
            AddMember(new MemberId(member + 1));
        }

        World.Apply(drawn.Faults);
    }

    public SimulatedWorld World { get; }

    public SimulatedSnapshots Snapshots { get; }

    /// <summary>How the run ended; null before.</summary>
    public RunOutcome? Outcome { get; private set; }

    /// <summary>The rounds that were committed, with the mean loss of each; those that were undone and made again, once.</summary>
    public SortedDictionary<long, double> Rounds { get; } = [];

    /// <summary>The held-out losses, by round.</summary>
    public SortedDictionary<long, double> HeldOut { get; } = [];

    /// <summary>What a person was told.</summary>
    public List<RunEvent> Told { get; } = [];

    public static NodeId NameOf(MemberId member) => new($"node-{member.Value}");

    public SimulatedRun Run(TimeSpan? limit = null)
    {
        World.RunUntil(() => Outcome is not null, limit ?? TimeSpan.FromMinutes(10));
        return this;
    }

    /// <summary>The parameters in the newest snapshot.</summary>
    public ReadOnlyMemory<float> Parameters()
    {
        var model = _drawn.CreateModel();
        var parts = Snapshots.PartsOf(Snapshots.Sealed[^1].Snapshot);
        return SavedAtoms.ReadParameters(
            model, [.. ModelAtom.All(model.Layers).Select(atom => (ReadOnlyMemory<byte>)parts[SavedState.PartOf(Worker, atom)])]);
    }

    private RunPlan Plan(long start) => new()
    {
        JobDigest = "job",
        Workers = 1,
        HomeWorkers = 1 + _drawn.Members,
        Schedule = new FragmentSchedule(_stepsInARound, 1, 0),
        SamplesPerStep = _drawn.Microbatches * _drawn.SamplesPerMicrobatch,
        TokensPerSample = _drawn.Context,
        Samples = _drawn.Steps * _drawn.Microbatches * _drawn.SamplesPerMicrobatch,
        RoundsPerEvaluation = 1,
        RoundsPerSnapshot = 1,
        SnapshotsKept = 2,
        HeldOutWindows = 7,
        AggregatesLeadOn = false,
        GatherTimeout = TimeSpan.FromSeconds(2),
        LastIncarnation = Incarnation.Of(start, 0),
    };

    private void BootHub(SimulatedNode node, long start)
    {
        var snapshots = Snapshots.On(node);
        var reducer = new ShardReducer(0, new CodecStages(new Fp32Codec()), new CodecStages(new Fp32Codec()));
        var lane = node.CreateLane();
        var agent = new NodeOptions
        {
            Start = start,
            MaxReplacements = 1_000,
            Coordinator = new CoordinatorOptions { Plan = Plan(start), Journal = node.Journal, Snapshots = snapshots },
            Shards = [life => new ShardOptions { Fragment = new FragmentId(0), Incarnation = life, Reducer = reducer, Lane = lane }],
            Workers = [life => WorkerOf(life, snapshots)],
        };
        node.System.Spawn("node", () => new NodeAgent(agent));
        var observer = new RunListener(this);
        node.System.Spawn(
            "monitor",
            () => new RunMonitor(new MonitorOptions
            {
                Plan = Plan(start),
                Observer = observer,
                Metrics = observer,
                Utilisation = () => 0,
                ReportInterval = TimeSpan.FromMinutes(1),
                Ended = outcome => Outcome = outcome,
            }),
            new SpawnOptions { WellKnownName = "monitor" });
    }

    private WorkerOptions WorkerOf(Incarnation life, ISnapshotStore snapshots) => new()
    {
        Worker = Worker,
        Incarnation = life,
        Snapshots = snapshots,
        Schedule = new FragmentSchedule(_stepsInARound, 1, 0),
        Model = context => new PipelineModel(
            new PipelineModelOptions
            {
                Worker = Worker,
                Incarnation = life,
                Layers = _drawn.CreateModel().Layers,
                Pipeline = new PipelineOptions
                {
                    Stages = _drawn.Stages,
                    Schedule = _drawn.Schedule,
                    Chunks = _drawn.Chunks,
                    Buddy = _drawn.Buddy,
                    Copies = _drawn.StepsPerCopy,
                    Neighbours = _drawn.Neighbours,
                },
                Microbatches = _drawn.Microbatches,
                Clip = _drawn.Clip,
                Context = _drawn.Context,
                LearningRate = _ => _drawn.LearningRate,
                EvaluationBatch = 2,
                Snapshots = snapshots,
                Patience = _drawn.Patience,
            },
            context),
    };

    private void AddMember(MemberId member) => World.AddNode(NameOf(member).ToString(), new SimulatedNodeOptions
    {
        Device = _drawn.Device,
        Boot = node => node.System.Spawn("host", () => new StageHost(
            life => new StageOptions
            {
                Member = member,
                Incarnation = life,
                Model = _drawn.CreateModel(),
                Lane = node.CreateLane(),
                CopyLane = node.CreateLane(),
                Training = PipelineWorld.Fill,
                HeldOut = PipelineWorld.Fill,
                Snapshots = Snapshots.On(node),
                Context = _drawn.Context,
                Activations = _drawn.Activations,
                Slots = _drawn.Slots,
                Conductor = PipelineNames.Conductor(Worker),
            },
            () => new Incarnation(++_lives[member.Value - 1]),
            _ => { })),
    });

    private sealed class RunListener(SimulatedRun run) : IRunObserver, IMetrics
    {
        public void Report(RunProgress progress)
        {
            // The metrics say as much.
        }

        public void Report(RunEvent happened) => run.Told.Add(happened);

        public void Add(MetricsPoint point)
        {
            if (point.TrainLoss is { } trained)
            {
                run.Rounds[point.Round] = trained;
            }

            if (point.EvalLoss is { } heldOut)
            {
                run.HeldOut[point.Round] = heldOut;
            }
        }

        public void RollBack(Round toRound)
        {
            foreach (var undone in run.Rounds.Keys.Where(round => round > toRound.Value).ToArray())
            {
                run.Rounds.Remove(undone);
            }
        }
    }
}
