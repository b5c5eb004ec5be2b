namespace Decentral.Actors.Messages;

/// <summary>
/// A watched actor is gone, finally for that incarnation. Of an actor on another node, either that node says so, or the
/// membership authority's verdict on the node does; losing sight of a node is no verdict.
/// </summary>
/// <param name="Actor">The incarnation that ended.</param>
public sealed record Terminated(ActorRef Actor);
