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

    /// <summary>
    /// Tokens trained since each fragment's last update, or since the global parameters were taken up; empty where there is but one
    /// fragment.
    /// </summary>
    public IReadOnlyList<long> TokensSince { get; init; } = [];

    /// <summary>
    /// The version with which each fragment was taken up, where members train on their own clocks by fragments; empty otherwise.
    /// </summary>
    public IReadOnlyList<Round> TakenUp { get; init; } = [];

    /// <summary>The updates whose rounds' outcomes the worker waits for, in the order of the rounds.</summary>
    public IReadOnlyList<OutgoingHeader> Outgoing { get; init; } = [];

    /// <summary>Bytes of each, after the sections.</summary>
    public IReadOnlyList<int> OutgoingLengths { get; init; } = [];

    /// <summary>
    /// The round of each fragment's last update, before which something else was owed, 0 for none; empty where nothing is owed.
    /// </summary>
    public IReadOnlyList<Round> Withdrawable { get; init; } = [];

    /// <summary>What led to the version, where the aggregate is kept; null otherwise.</summary>
    public PublishedHeader? Applied { get; init; }

    /// <summary>Bytes of that aggregate, after the update.</summary>
    public int AppliedLength { get; init; }

    /// <summary>Names of the sections, in their order.</summary>
    public IReadOnlyList<string> Sections { get; init; } = [];

    /// <summary>Whether it can have been written by a worker; what was read may be anything.</summary>
    [JsonIgnore]
    public bool IsWellFormed => Version >= Round.Zero && OptimizerSteps >= 0 && Work is null or { IsWellFormed: true }
        && Withdrawable is not null && Withdrawable.All(round => round >= Round.Zero)
        && TakenUp is not null && TakenUp.All(round => round >= Round.Zero)
        && TokensSince is not null && TokensSince.All(tokens => tokens >= 0)
        && AppliedLength >= 0 && Applied is null == (AppliedLength == 0)
        && Outgoing is not null && OutgoingLengths is not null && Outgoing.Count == OutgoingLengths.Count
        && OutgoingLengths.All(length => length > 0) && OutgoingLengths.Sum() >= 0
        && Outgoing.All(outgoing => outgoing is { Work: { IsWellFormed: true, IsTrained: true }, Weight: >= 0 })
        && Sections is not null && Sections.All(name => name is not null) && Sections.Distinct().Count() == Sections.Count;
}
