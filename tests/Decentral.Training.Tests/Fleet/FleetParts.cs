using Decentral.Actors.Compute;
using Decentral.Actors.EventSourcing;
using Decentral.Codecs;
using Decentral.Models.Data;
using Decentral.Models.Replicas;
using Decentral.Training.Composition;
using Decentral.Training.Coordination;
using Decentral.Training.Jobs;
using Decentral.Training.Protocol;
using Decentral.Training.Shards;
using Decentral.Training.Snapshots;
using Decentral.Training.Workers;

namespace Decentral.Training.Tests.Fleet;

/// <summary>The parts of a run, for any engine.</summary>
internal sealed class FleetParts(FleetOptions options)
{
    private const ulong Seed = 7;

    private readonly JobComposition? _composed = options.Job is { } job
        ? new JobComposition(job, new DataFacts(1_000_000, 100_000, Vocabulary: 256))
        : null;

    /// <summary>Not paced by how fast members are: no history would repeat that.</summary>
    public RunPlan Plan => _composed is { } composed ? composed.Plan("a job", heldOutWindows: 8) with { IsPaced = false } : new()
    {
        JobDigest = "a quadratic",
        Workers = options.Workers,
        Schedule = options.Schedule,
        SamplesPerStep = options.SamplesPerStep,
        TokensPerSample = options.Context,
        Samples = options.Rounds * options.Workers * options.StepsPerRound * options.SamplesPerStep,
        RoundsPerEvaluation = 2,
        RoundsPerSnapshot = options.RoundsPerSnapshot,
        SnapshotsKept = 2,
        HeldOutWindows = 8,
        ShardsOwe = StagesOf(options.Down).KeepsBack,
    };

    public CoordinatorOptions Coordinator(IJournal journal, ISnapshotStore snapshots, TimeSpan? gatherTimeout = null) => new()
    {
        Plan = Plan with { GatherTimeout = gatherTimeout },
        Journal = journal,
        Snapshots = snapshots,
    };

    /// <summary>One a fragment, on one lane.</summary>
    public IReadOnlyList<Func<Incarnation, ShardOptions>> Shards(IComputeLane lane)
    {
        using var replica = MakeModel();
        if (_composed is not null)
        {
            return _composed.Shards(replica.Layout, lane);
        }

        return
        [
            .. options.FragmentsOf(replica.Layout).Select(fragment => (Func<Incarnation, ShardOptions>)(life => new ShardOptions
            {
                Fragment = new FragmentId(fragment.Index),
                Incarnation = life,
                Reducer = new ShardReducer((int)fragment.ElementCount, StagesOf(options.Up), StagesOf(options.Down)),
                Lane = lane,
            })),
        ];
    }

    public Func<Incarnation, WorkerOptions> Worker(
        int worker, IComputeLane lane, ISnapshotStore snapshots, Action<int, WorkerReplica>? built = null) =>
        life => new WorkerOptions
        {
            Worker = new WorkerId(worker),
            Incarnation = life,
            Model = _ => new LaneModel(
                () =>
                {
                    var replica = MakeReplica();
                    built?.Invoke(worker, replica);
                    return replica;
                },
                lane,
                _composed?.Schedule ?? options.Schedule),
            Snapshots = snapshots,
            Schedule = _composed?.Schedule ?? options.Schedule,
        };

    public WorkerReplica MakeReplica()
    {
        var replica = MakeModel();
        if (_composed is not null)
        {
            return _composed.Replicate(replica, FillTraining, FillHeldOut);
        }

        var with = new ReplicaOptions
        {
            Training = FillTraining,
            HeldOut = FillHeldOut,
            Context = options.Context,
            LearningRate = LearningRate,
            Clip = options.Clip,
            Outer = options.Outer,
            Fragments = options.FragmentsOf,
            Mixing = options.Mixing,
            RestartsRounds = options.Schedule.RestartsRounds,
            IsAsynchronous = options.IsAsynchronous,
            Up = StagesOf(options.Up),
            Down = StagesOf(options.Down),
            Correction = options.Update == UpdateKind.Velocity ? new MomentumCorrection(0.9, options.Clip, options.Workers) : null,
            Frozen = options.Update == UpdateKind.Momentum
                ? new FrozenVariance(options.FirstFrozen, 0.9, 0.95, 1e-8, 0.1, options.Optimizer.Decays)
                : null,
        };
        return options.IsOfOneStep
            ? new GradientReplica(replica, with)
            : new LocalUpdateReplica(replica, with);
    }

    private CodecStages StagesOf(ITensorFormat format) => options.Update == UpdateKind.Momentum
        ? new CodecStages([(new Round(1), new Fp32Codec()), (options.FirstFrozen, format)])
        : new CodecStages(format);

    /// <summary>A worker's model, with nothing around it.</summary>
    public IReplica MakeModel() => options.Model?.Invoke()
        ?? new QuadraticReplica(options.Objective, _composed?.Optimizer() ?? options.Optimizer, Seed);

    public double LearningRate(long tokensBefore) =>
        options.IsRateConstant ? options.LearningRate : options.LearningRate / (1 + (tokensBefore * 1e-3));

    public void FillTraining(SampleRange samples, Span<long> windows) => Fill(samples, windows, 0);

    private void FillHeldOut(SampleRange samples, Span<long> windows) => Fill(samples, windows, 1_000_000);

    private void Fill(SampleRange samples, Span<long> windows, long first)
    {
        var length = options.Context + 1;
        for (var i = 0; i < windows.Length; i++)
        {
            var sample = options.IsOneSample ? 0 : samples.First + (i / length);
            windows[i] = (first + (sample * length) + (i % length)) % options.Vocabulary;
        }
    }

    public int ParameterCount
    {
        get
        {
            using var replica = MakeModel();
            return (int)replica.Layout.ElementCount;
        }
    }
}
