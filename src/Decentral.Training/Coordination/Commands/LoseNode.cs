using Decentral.Actors;

namespace Decentral.Training.Coordination.Commands;

/// <summary>A node is gone for good.</summary>
/// <param name="Agent">The agent by which it was known.</param>
public sealed record LoseNode(ActorRef Agent) : CoordinatorCommand;
