using System.Collections.Immutable;
using Decentral.Actors;

namespace Decentral.Training.Protocol;

/// <summary>Where a shard stands: sent when it starts and at intervals.</summary>
/// <param name="Fragment">Which part of the parameters.</param>
/// <param name="Incarnation">Which life.</param>
/// <param name="Term">The highest term seen; 0 before the first.</param>
/// <param name="Round">The round it was last told to collect; <see cref="Protocol.Round.Zero"/> for none.</param>
/// <param name="Reduced">The newest round whose aggregate it holds; <see cref="Protocol.Round.Zero"/> for none.</param>
/// <param name="Reference">The shard.</param>
public sealed record ShardReport(
    FragmentId Fragment, Incarnation Incarnation, Term Term, Round Round, Round Reduced, ActorRef Reference)
{
    /// <summary>The term in which the round that it collects was opened; 0 where it collects none.</summary>
    public Term Opened { get; init; }

    /// <summary>Whose contributions to that round it holds, in member order.</summary>
    public ImmutableArray<WorkerId> Held { get; init; } = [];
}
