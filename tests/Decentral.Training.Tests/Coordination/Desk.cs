using Decentral.Actors;
using Decentral.Actors.EventSourcing;
using Decentral.Training.Coordination;
using Decentral.Training.Coordination.Commands;
using Decentral.Training.Coordination.Effects;
using Decentral.Training.Coordination.Events;
using Decentral.Training.Protocol;

namespace Decentral.Training.Tests.Coordination;

/// <summary>Puts commands to the coordinator's decisions one after another, with no actors around them.</summary>
internal sealed class Desk(RunPlan plan)
{
    private readonly CoordinatorBehavior _behavior = new(plan);
    private DateTimeOffset _now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static RunPlan SmallPlan { get; } = new()
    {
        JobDigest = "a job",
        Workers = 2,
        Schedule = new FragmentSchedule(4),
        SamplesPerStep = 2,
        TokensPerSample = 8,
        Samples = 96,
        RoundsPerEvaluation = 100,
        RoundsPerSnapshot = 2,
        SnapshotsKept = 2,
        HeldOutWindows = 0,
        GatherTimeout = TimeSpan.FromSeconds(5),
    };

    public CoordinatorState State { get; private set; } = CoordinatorState.Initial;

    public Decision<CoordinatorEvent, CoordinatorEffect> Last { get; private set; } = new([], [], "");

    public List<CoordinatorEvent> Ledger { get; } = [];

    /// <summary>A run of which both workers and the shard are there: round 1 is open.</summary>
    public static Desk Training(RunPlan? plan = null)
    {
        var desk = new Desk(plan ?? SmallPlan);
        desk.Do(new BeginRun());
        desk.Shard();
        desk.Report(0);
        desk.Report(1);
        return desk;
    }

    public Decision<CoordinatorEvent, CoordinatorEffect> Do(CoordinatorCommand command)
    {
        _now += TimeSpan.FromSeconds(1);
        Last = _behavior.Decide(State, command, _now);
        State = Last.Events.Aggregate(State, _behavior.Apply);
        Ledger.AddRange(Last.Events.Where(_behavior.IsDurable));
        return Last;
    }

    /// <summary>The coordinator dies: what is not durable is forgotten.</summary>
    public void Restart()
    {
        State = Ledger.Aggregate(CoordinatorState.Initial, _behavior.Apply);
        Do(new BeginRun());
    }

    public void Report(
        int worker,
        long incarnation = 1,
        long version = 0,
        long round = 0,
        bool hasTrained = false,
        long? term = null,
        string? snapshot = null,
        string? digest = null) =>
        Do(new TakeReport(new WorkerReport(
            new WorkerId(worker),
            new Incarnation(incarnation),
            term is { } said ? new Term(said) : State.Term,
            new Round(version),
            new Round(round),
            round == 0 ? default : State.Open is { } open && open.Round.Value == round ? open.Opened : State.Last!.Opened,
            hasTrained ? SmallPlan.Schedule.Every : 0,
            hasTrained,
            snapshot,
            ActorRef.None)
        {
            Digest = digest,
        }));

    public void Shard(long incarnation = 1, long round = 0, long reduced = 0) => Do(new TakeShardReport(new ShardReport(
        new FragmentId(0), new Incarnation(incarnation), State.Term, new Round(round), new Round(reduced), ActorRef.None)));

    /// <summary>Another incarnation of the shard comes, and answers the roll call that follows.</summary>
    public void ReplaceShard()
    {
        Shard(incarnation: 2);
        Shard(incarnation: 2);
    }

    public void Lose(int worker, long incarnation = 1) =>
        Do(new LoseWorker(new WorkerId(worker), new Incarnation(incarnation), "is gone"));

    /// <summary>The shard has reduced a round from the open round's participants.</summary>
    public FragmentReduced Reduction(string digest = "a digest") => new(
        State.Term,
        new FragmentId(0),
        State.Open!.Round,
        State.Open.Opened,
        digest,
        [.. State.Open.Participants.Values.Select(lease => new Contribution(
            lease.Worker, lease.Incarnation, lease.Samples.Sum(range => range.Count) * SmallPlan.TokensPerSample, 1.5, 100))],
        110);

    public void Reduce(FragmentReduced? reduced = null) => Do(new TakeReduction(reduced ?? Reduction()));

    /// <summary>A worker has saved its part of what is being saved.</summary>
    public void Save(int worker) =>
        Do(new TakeSavedPart(new SnapshotPartSaved(new WorkerId(worker), State.Duties!.Saving!.Snapshot)));

    public void Snapshot(long round) => Do(new TakeSnapshot(new Round(round), $"r{round}"));
}
