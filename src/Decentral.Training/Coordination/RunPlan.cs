using Decentral.Training.Protocol;

namespace Decentral.Training.Coordination;

/// <summary>What the coordinator needs to know of a job: all that its decisions depend on.</summary>
public sealed record RunPlan
{
    /// <summary>Digest of the job and its data; a journal with another one is refused.</summary>
    public required string JobDigest { get; init; }

    /// <summary>Workers to gather before training begins.</summary>
    public required int Workers { get; init; }

    /// <summary>When is which fragment synchronised, and by how many inner steps of a worker.</summary>
    public required FragmentSchedule Schedule { get; init; }

    /// <summary>Samples that one inner step of one worker takes.</summary>
    public required int SamplesPerStep { get; init; }

    /// <summary>Training tokens in a sample.</summary>
    public required int TokensPerSample { get; init; }

    /// <summary>The budget. It is spent in whole steps of the fleet; a remainder smaller than one is left.</summary>
    public required long Samples { get; init; }

    /// <summary>Rounds between evaluations; one is also made before the first round and after the last.</summary>
    public required long RoundsPerEvaluation { get; init; }

    /// <summary>Rounds between snapshots; one is also made after the last.</summary>
    public required long RoundsPerSnapshot { get; init; }

    /// <summary>
    /// The least time from the start, or the last snapshot, to the next one; longer where snapshots take long. The one after the last
    /// round needs none.
    /// </summary>
    public TimeSpan SnapshotInterval { get; init; }

    /// <summary>Bytes of what a joiner fetches; 0 where that does not matter.</summary>
    public long StateBytes { get; init; }

    /// <summary>Complete snapshots that are kept.</summary>
    public required int SnapshotsKept { get; init; }

    /// <summary>Held-out windows of an evaluation; 0 for none.</summary>
    public required long HeldOutWindows { get; init; }

    /// <summary>
    /// How long a roll call of a run that has begun waits for missing workers once one has answered; null: until all have.
    /// </summary>
    public TimeSpan? GatherTimeout { get; init; }

    /// <summary>Share of a round's participants, those lost left out, after whose contributions the others are late.</summary>
    public double Quorum { get; init; } = 1;

    /// <summary>
    /// How long a round waits for the others once it has its quorum; null for a tenth of the time that the quorum took.
    /// </summary>
    public TimeSpan? Grace { get; init; }

    /// <summary>How long after its opening a round is closed with what is there; null for never.</summary>
    public TimeSpan? Deadline { get; init; }

    /// <summary>
    /// Whether slower workers make fewer steps, so that all end a round together; otherwise all make the same number.
    /// </summary>
    public bool IsPaced { get; init; }

    /// <summary>Places in the fleet, from 0, that nodes which join are not given: the coordinator's own node fills them.</summary>
    public int HomeWorkers { get; init; }

    /// <summary>
    /// Whether the parameter shards live on the nodes that join, in proportion to their links; otherwise on the coordinator's.
    /// </summary>
    public bool SpreadsShards { get; init; }

    /// <summary>Whether a shard owes what its codec has left from round to round, which goes with it when it is lost.</summary>
    public bool ShardsOwe { get; init; }

    /// <summary>
    /// Whether what a round's updates were combined to leads a worker to the next version that has not trained for it; otherwise it is of no
    /// use to any but those who have.
    /// </summary>
    public bool AggregatesLeadOn { get; init; } = true;

    /// <summary>Workers at one time.</summary>
    public int MaxMembers { get; init; } = int.MaxValue;

    /// <summary>The most that a contribution may weigh: the tokens that the fastest worker trains between two of a fragment.</summary>
    public long MostWeight => (long)Schedule.Every * SamplesPerStep * TokensPerSample;

    /// <summary>No worker that was made before this start of the coordinator's node has a higher one.</summary>
    public Incarnation LastIncarnation { get; init; }
}
