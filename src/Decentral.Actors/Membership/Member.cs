namespace Decentral.Actors.Membership;

/// <summary>A node in the run. A node that comes back is a new incarnation.</summary>
/// <param name="Node">Which node.</param>
/// <param name="Incarnation">Which life of it; grows with every start.</param>
/// <param name="Profile">What it can do.</param>
public sealed record Member(NodeId Node, long Incarnation, MemberProfile Profile);
