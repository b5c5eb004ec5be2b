using System.Collections.Immutable;
using Decentral.Training.Protocol;

namespace Decentral.Training.Coordination;

/// <summary>A worker as last heard of.</summary>
/// <param name="Incarnation">Which life.</param>
/// <param name="Report">Its last report; null when it has not reported to this incarnation of the coordinator.</param>
/// <param name="RollCall">The term in which it last reported.</param>
/// <param name="Since">The last committed round when it was admitted.</param>
public sealed record MemberState(Incarnation Incarnation, WorkerReport? Report, Term RollCall, Round Since)
{
    /// <summary>When it was first heard of with the version that it holds. Not durable.</summary>
    public DateTimeOffset MovedAt { get; init; }

    /// <summary>The last recovery of its pipeline's stages; 0 where none were lost.</summary>
    public long StagesReplaced { get; init; }

    /// <summary>The last such recovery of which it is known what it did to the loss.</summary>
    public long StagesSettled { get; init; }

    /// <summary>The fragments of which what it was given to train last has been committed.</summary>
    public ImmutableSortedSet<FragmentId> Counted { get; init; } = [];
}
