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
    FragmentId Fragment, Incarnation Incarnation, Term Term, Round Round, Round Reduced, ActorRef Reference);
