using Decentral.Actors;

namespace Decentral.Training.Coordination.Effects;

/// <summary>Has a worker that is no member begin anew.</summary>
/// <param name="Worker">Whom.</param>
public sealed record TurnAway(ActorRef Worker) : CoordinatorEffect;
