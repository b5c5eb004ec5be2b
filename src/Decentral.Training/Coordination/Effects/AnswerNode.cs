using Decentral.Actors;
using Decentral.Training.Protocol;

namespace Decentral.Training.Coordination.Effects;

/// <summary>Tells a node's agent something.</summary>
/// <param name="Agent">Whom.</param>
/// <param name="Answer">What.</param>
public sealed record AnswerNode(ActorRef Agent, NodeOrder Answer) : CoordinatorEffect;
