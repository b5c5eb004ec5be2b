using Decentral.Actors;

namespace Decentral.Training.Protocol;

/// <summary>A worker incarnation that takes part in a round.</summary>
/// <param name="Worker">Which place in the fleet.</param>
/// <param name="Incarnation">Which life of it; contributions of another one are refused.</param>
/// <param name="Reference">The worker.</param>
/// <param name="Round">
/// The round that it trains for: the one that is collected, or one before that, where members train on their own clocks.
/// </param>
/// <param name="Opened">The term in which that was opened.</param>
/// <param name="Tokens">Tokens of its lease, whatever it says itself.</param>
/// <param name="MostWeight">
/// Tokens that it can have trained since the fragment was synchronised last: the most that its contribution may weigh.
/// </param>
public sealed record Participant(
    WorkerId Worker, Incarnation Incarnation, ActorRef Reference, Round Round, Term Opened, long Tokens, long MostWeight);
