using Decentral.Actors;

namespace Decentral.Training.Coordination;

/// <summary>A node as last heard of.</summary>
/// <param name="Agent">Its agent.</param>
/// <param name="Start">Which start of the node.</param>
/// <param name="Link">
/// Bytes a second of the slower direction of its link; 1 where that is not known, 0 for the coordinator's own node.
/// </param>
public sealed record NodeState(ActorRef Agent, long Start, double Link);
