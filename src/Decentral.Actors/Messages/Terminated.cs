namespace Decentral.Actors.Messages;

/// <summary>
/// A watched actor is gone, finally for that incarnation. For an actor on another node this follows only from the
/// membership authority's verdict; losing sight of a node is no verdict.
/// </summary>
/// <param name="Actor">The incarnation that ended.</param>
public sealed record Terminated(ActorRef Actor);
