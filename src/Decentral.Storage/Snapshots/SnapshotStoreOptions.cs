namespace Decentral.Storage.Snapshots;

/// <summary>Where a run's snapshots are, and how many are kept.</summary>
public sealed record SnapshotStoreOptions
{
    /// <summary>The newest, and the one before it in case the newest is damaged.</summary>
    public const int KeepByDefault = 2;

    /// <summary>Made when absent.</summary>
    public required string Directory { get; init; }

    /// <summary>Written into each snapshot; those of another run are never chosen.</summary>
    public required string RunId { get; init; }

    /// <summary>Complete snapshots that stay when a new one is complete, the new one included; at least 1.</summary>
    public int Keep { get; init; } = KeepByDefault;
}
