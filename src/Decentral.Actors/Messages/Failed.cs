namespace Decentral.Actors.Messages;

/// <summary>A child threw and has been stopped; what happens next is its parent's decision.</summary>
/// <param name="Child">The incarnation that ended.</param>
/// <param name="Cause">What it threw.</param>
public sealed record Failed(ActorRef Child, Exception Cause);
