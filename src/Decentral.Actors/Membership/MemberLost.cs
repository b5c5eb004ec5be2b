namespace Decentral.Actors.Membership;

/// <summary>The membership authority's verdict that this incarnation of a member is gone for good.</summary>
/// <param name="Member">Who.</param>
/// <param name="Reason">In words.</param>
public sealed record MemberLost(Member Member, string Reason);
