using System.Collections.Immutable;
using Decentral.Training.Protocol;

namespace Decentral.Training.Coordination;

/// <summary>A snapshot, and who has yet to write their part of it.</summary>
/// <param name="Snapshot">Its name.</param>
/// <param name="Version">The version it holds.</param>
/// <param name="Workers">Who shares in it.</param>
/// <param name="Missing">Workers whose part is missing.</param>
public sealed record Saving(
    string Snapshot, Round Version, ImmutableSortedSet<WorkerId> Workers, ImmutableSortedSet<WorkerId> Missing)
{
    /// <summary>When it was ordered.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>Whether the snapshot is durable as a whole.</summary>
    public bool IsSealed { get; init; }
}
