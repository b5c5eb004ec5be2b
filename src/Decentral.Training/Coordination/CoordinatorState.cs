using System.Collections.Immutable;
using Decentral.Training.Coordination.Events;
using Decentral.Training.Leases;
using Decentral.Training.Protocol;

namespace Decentral.Training.Coordination;

/// <summary>All that a coordinator knows: a function of the events.</summary>
public sealed record CoordinatorState
{
    /// <summary>Before the first event.</summary>
    public static CoordinatorState Initial { get; } = new();

    /// <summary>Of the job and its data; null before the run is created.</summary>
    public string? JobDigest { get; init; }

    /// <summary>Training tokens in a sample.</summary>
    public int TokensPerSample { get; init; }

    /// <summary>Parts that the parameters are synchronised in.</summary>
    public int Fragments { get; init; } = 1;

    /// <summary>What it is about. Not durable.</summary>
    public CoordinatorPhase Phase { get; init; } = CoordinatorPhase.Gathering;

    /// <summary>The highest term.</summary>
    public Term Term { get; init; }

    /// <summary>The last committed round.</summary>
    public Round Committed { get; init; }

    /// <summary>From the opening of the last committed round to its commit.</summary>
    public TimeSpan RoundTook { get; init; }

    /// <summary>Who is in the run, in member order. Reports are not durable.</summary>
    public ImmutableSortedDictionary<WorkerId, MemberState> Members { get; init; } =
        ImmutableSortedDictionary<WorkerId, MemberState>.Empty;

    /// <summary>Who was ever in the run.</summary>
    public ImmutableSortedSet<WorkerId> Known { get; init; } = [];

    /// <summary>Places that were given to nodes that joined, whether they are filled or not.</summary>
    public ImmutableSortedDictionary<WorkerId, PlaceState> Places { get; init; } =
        ImmutableSortedDictionary<WorkerId, PlaceState>.Empty;

    /// <summary>Nodes that are there. Not durable.</summary>
    public ImmutableSortedDictionary<string, NodeState> Nodes { get; init; } =
        ImmutableSortedDictionary.Create<string, NodeState>(StringComparer.Ordinal);

    /// <summary>Where each shard was placed, where nodes are given them.</summary>
    public ImmutableSortedDictionary<FragmentId, ShardPlace> ShardPlaces { get; init; } =
        ImmutableSortedDictionary<FragmentId, ShardPlace>.Empty;

    /// <summary>How many updates of each node were refused.</summary>
    public ImmutableSortedDictionary<string, int> Refusals { get; init; } =
        ImmutableSortedDictionary.Create<string, int>(StringComparer.Ordinal);

    /// <summary>The round after the last committed one; null between rounds.</summary>
    public OpenRound? Open { get; init; }

    /// <summary>
    /// The rounds after the open one, in their order: the next one, which workers train while the outcome of that is under way, or where
    /// members train on their own clocks one of each other fragment.
    /// </summary>
    public ImmutableList<OpenRound> Ahead { get; init; } = [];

    /// <summary>
    /// Leases of members that train on their own clocks, and were not done with them when the open round closed: they stand in the
    /// next one of its fragment, which is opened when it is committed.
    /// </summary>
    public ImmutableSortedDictionary<WorkerId, LeasedTo> Carried { get; init; } =
        ImmutableSortedDictionary<WorkerId, LeasedTo>.Empty;

    /// <summary>Contributions to all committed rounds of each fragment.</summary>
    public ImmutableSortedDictionary<FragmentId, long> Arrivals { get; init; } = ImmutableSortedDictionary<FragmentId, long>.Empty;

    /// <summary>All open rounds, in their order.</summary>
    public IEnumerable<OpenRound> Opened => Open is null ? [] : Ahead.Insert(0, Open);

    /// <summary>The round that would be opened next.</summary>
    public Round NextToOpen => (Ahead.IsEmpty ? Open?.Round ?? Committed : Ahead[^1].Round).Next;

    /// <summary>Samples that nobody holds.</summary>
    public LeasePool Pool { get; init; } = LeasePool.Whole(0);

    /// <summary>Committed rounds that a roll-back could undo, and the one that it could reach, oldest first.</summary>
    public ImmutableList<CommittedRound> Undoable { get; init; } = [];

    /// <summary>The highest round that was undone; a worker that was out of sight may still hold what it led to.</summary>
    public Round Undone { get; init; }

    /// <summary>Versions of the completed snapshots that are kept, oldest first.</summary>
    public ImmutableList<Round> Snapshots { get; init; } = [];

    /// <summary>When the last snapshot was completed, or else the run was created.</summary>
    public DateTimeOffset SavedAt { get; init; }

    /// <summary>From the order to the completion of the last snapshot. Not durable.</summary>
    public TimeSpan SavingTook { get; init; }

    /// <summary>The parameter shards as last heard of. Not durable.</summary>
    public ImmutableSortedDictionary<FragmentId, ShardReport> Shards { get; init; } =
        ImmutableSortedDictionary<FragmentId, ShardReport>.Empty;

    /// <summary>What is to be done with a version, while it is. Not durable.</summary>
    public BoundaryDuties? Duties { get; init; }

    /// <summary>Whether the last committed round is being collected again. Not durable.</summary>
    public bool IsRecollecting { get; init; }

    /// <summary>Tokens and bytes so far.</summary>
    public RunTotals Totals { get; init; } = new();

    /// <summary>Whether the budget is used up and everything is saved.</summary>
    public bool IsFinished { get; init; }

    /// <summary>Whether the run was paused and has not begun again.</summary>
    public bool IsPaused { get; init; }

    /// <summary>The last committed round, unless there is none or it can no longer be undone.</summary>
    public CommittedRound? Last => Undoable.IsEmpty ? null : Undoable[^1];

    /// <summary>Tokens leased so far and not returned: what the learning-rate schedule follows.</summary>
    public long LeasedTokens => (Pool.Limit - Pool.Available) * TokensPerSample;

    /// <summary>Whether a round was ever opened.</summary>
    public bool HasBegun => Committed > Round.Zero || Open is not null;

    /// <summary>Whether the shard that reduced the last committed round still holds its aggregate.</summary>
    public bool HoldsAggregate => Committed > Round.Zero && ShardOf(Committed)?.Reduced == Committed;

    /// <summary>Whether the last committed version is held by a worker, or will be once the shard's publication arrives.</summary>
    public bool IsHeld => Committed == Round.Zero
        || Members.Values.Any(member => member.Report?.Version >= Committed)
        || (HoldsAggregate && Last is { } last && last.Contributions.Any(contribution =>
            Members.TryGetValue(contribution.Worker, out var member) && member.Incarnation == contribution.Incarnation));

    /// <summary>
    /// Whether what a worker holds came of a round that was undone, so that its number says nothing; or may have, and is older
    /// than every kept snapshot.
    /// </summary>
    public bool IsUndone(WorkerReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return report.Version <= Undone && (report.Version > Committed || (report.Digest is not null
            && !Undoable.Any(round => round.Round == report.Version && round.Digest == report.Digest)));
    }

    /// <summary>What a round synchronises.</summary>
    public FragmentId FragmentOf(Round round) => FragmentId.Of(round, Fragments);

    /// <summary>The shard of the fragment that a round synchronises; null before it was heard of.</summary>
    public ShardReport? ShardOf(Round round) => Shards.TryGetValue(FragmentOf(round), out var report) ? report : null;

    /// <summary>Contributions to all committed rounds of a fragment.</summary>
    public long ArrivalsOf(FragmentId fragment) => Arrivals.TryGetValue(fragment, out var arrivals) ? arrivals : 0;

    /// <summary>
    /// What a member is to train, in the order in which it does: its leases in the open rounds, and one that is carried over.
    /// </summary>
    public IEnumerable<(OpenRound Open, LeasedTo Lease)> WorkOf(WorkerId worker)
    {
        var work = Opened
            .Where(open => open.Participants.ContainsKey(worker))
            .Select(open => (Open: open, Lease: open.Participants[worker]));
        if (Carried.TryGetValue(worker, out var carried))
        {
            work = work.Append((Open!, carried));
        }

        return work.OrderBy(one => one.Open.WorkOf(one.Lease).Round);
    }

    /// <summary>How many updates of a node were refused.</summary>
    public int RefusalsOf(string node) => Refusals.TryGetValue(node, out var count) ? count : 0;

    /// <summary>Whether a member holds the last committed version, or will as soon as it hears of the round that led to it.</summary>
    public bool WillHoldCommitted(MemberState member)
    {
        ArgumentNullException.ThrowIfNull(member);
        return member.RollCall == Term && member.Report is { } report
            && (report.Version == Committed
                || (Last is { } last && last.Round == Committed && last.Leases.Any(lease =>
                    lease.Worker == report.Worker && report.HasTrainedAll(last.WorkOf(lease))))
                || (Last?.Contributions.Any(contribution =>
                    contribution.Worker == report.Worker && contribution.Incarnation == report.Incarnation) ?? false));
    }
}
