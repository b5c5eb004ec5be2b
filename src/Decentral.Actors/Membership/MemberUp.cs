namespace Decentral.Actors.Membership;

/// <summary>A member joined.</summary>
/// <param name="Member">Who.</param>
public sealed record MemberUp(Member Member);
