using Decentral.Actors;

namespace Decentral.Training.Protocol;

/// <summary>A worker incarnation that takes part in a round.</summary>
/// <param name="Worker">Which place in the fleet.</param>
/// <param name="Incarnation">Which life of it; contributions of another one are refused.</param>
/// <param name="Reference">The worker.</param>
/// <param name="Tokens">Tokens of its lease, whatever it says itself.</param>
/// <param name="MostWeight">
/// Tokens that it can have trained since the fragment was synchronised last: the most that its contribution may weigh.
/// </param>
public sealed record Participant(
    WorkerId Worker, Incarnation Incarnation, ActorRef Reference, long Tokens, long MostWeight);
