namespace Decentral.Training.Jobs;

/// <summary>The schedule: when is which fragment synchronised?</summary>
public sealed record SyncOptions
{
    /// <summary>Inner steps of a worker between two synchronisations of a fragment (H).</summary>
    public int Every { get; init; } = 1;

    /// <summary>Parts the parameters are synchronised in, 1 to the number of layers.</summary>
    public int Fragments { get; init; } = 1;

    /// <summary>Which layers a fragment holds.</summary>
    public FragmentPattern Pattern { get; init; }

    /// <summary>
    /// Inner steps a worker goes on while a fragment is under way (Streaming DiLoCo's τ); below <see cref="Every"/>, and no more than
    /// lie between two fragments.
    /// </summary>
    public int Overlap { get; init; }

    /// <summary>
    /// Share of its own parameters that a worker keeps when an update arrives (Streaming DiLoCo's α), from 0 and below 1.
    /// </summary>
    public double Mixing { get; init; }

    /// <summary>
    /// Whether workers train on their own clocks: who is not done when a round closes goes on, and counts in a later one.
    /// </summary>
    public bool Asynchronous { get; init; }

    /// <summary>How long a round that has its quorum waits for the others; null: a tenth of the time that the quorum took.</summary>
    public TimeSpan? Grace { get; init; }

    /// <summary>Where the updates of a fragment are combined.</summary>
    public ShardPlacementKind Shards { get; init; }

    /// <summary>Share of a round's participants whose contributions close it, 0 to 1; 0: the first one does.</summary>
    public double Quorum { get; init; } = 1.0;

    /// <summary>
    /// When a round closes with the contributions it has, counted from its opening; null: it waits for its quorum.
    /// </summary>
    public TimeSpan? Deadline { get; init; }
}
