using System.Collections.Immutable;

namespace Decentral.Storage.Snapshots;

/// <summary>What a complete snapshot consists of.</summary>
public sealed record SnapshotManifest
{
    /// <summary>The format that this build writes and reads.</summary>
    public const int CurrentFormat = 1;

    /// <summary>The format that it was written in.</summary>
    public int Format { get; init; } = CurrentFormat;

    /// <summary>What its writers called it.</summary>
    public required string Name { get; init; }

    /// <summary>The run that it belongs to.</summary>
    public required string RunId { get; init; }

    /// <summary>The coordinator stream's last sequence at the cut.</summary>
    public required long Sequence { get; init; }

    /// <summary>The last committed round at the cut.</summary>
    public required long Round { get; init; }

    /// <summary>Its files, in the order of their names.</summary>
    public required ImmutableArray<SnapshotPart> Parts { get; init; }

    /// <summary>What its writer wants to find again.</summary>
    public required ImmutableSortedDictionary<string, string> Properties { get; init; }
}
