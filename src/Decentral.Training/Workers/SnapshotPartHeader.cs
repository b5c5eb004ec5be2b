using System.Text.Json.Serialization;
using Decentral.Training.Protocol;

namespace Decentral.Training.Workers;

/// <summary>What stands before the values in a part of a snapshot.</summary>
internal sealed record SnapshotPartHeader
{
    /// <summary>The version that the values belong to.</summary>
    public Round Version { get; init; }

    /// <summary>Digest of the aggregate that led to it; null for version 0, and in snapshots of old.</summary>
    public string? Digest { get; init; }

    /// <summary>Steps of the inner optimizer behind the moments.</summary>
    public long OptimizerSteps { get; init; }

    /// <summary>Whether what all workers hold alike is among the values.</summary>
    public bool HasGlobal { get; init; }

    /// <summary>What the worker had done since the version; null at a boundary.</summary>
    public RoundWork? Work { get; init; }

    /// <summary>Names of the sections, in their order.</summary>
    public IReadOnlyList<string> Sections { get; init; } = [];

    /// <summary>Whether it can have been written by a worker; what was read may be anything.</summary>
    [JsonIgnore]
    public bool IsWellFormed => Version >= Round.Zero && OptimizerSteps >= 0 && Work is null or { IsWellFormed: true }
        && Sections is not null && Sections.All(name => name is not null) && Sections.Distinct().Count() == Sections.Count;
}
