using System.Collections.Immutable;
using Decentral.Training.Protocol;

namespace Decentral.Training.Coordination;

/// <summary>What is to be done with one version between two rounds, and who has yet to do it.</summary>
/// <param name="Purpose">What follows when it is done.</param>
/// <param name="Version">The version.</param>
/// <param name="Workers">Who shares in it.</param>
/// <param name="Snapshot">The snapshot to write; null for none.</param>
/// <param name="ToSave">Workers whose part of the snapshot is missing.</param>
/// <param name="ToMeasure">Workers whose part of the evaluation is missing; empty when none is made.</param>
/// <param name="Measured">Parts of the evaluation, by worker.</param>
public sealed record BoundaryDuties(
    DutyPurpose Purpose,
    Round Version,
    ImmutableSortedSet<WorkerId> Workers,
    string? Snapshot,
    ImmutableSortedSet<WorkerId> ToSave,
    ImmutableSortedSet<WorkerId> ToMeasure,
    ImmutableSortedDictionary<WorkerId, HeldOutPart> Measured)
{
    /// <summary>Whether the snapshot is durable as a whole.</summary>
    public bool IsSealed { get; init; }

    /// <summary>Whether everything is done.</summary>
    public bool AreDone => ToMeasure.IsEmpty && (Snapshot is null || IsSealed);
}
