namespace Decentral.Actors.Membership;

/// <summary>What a member can do.</summary>
/// <param name="Lanes">Compute lanes: threads or streams that train at the same time.</param>
/// <param name="MemoryBytes">Memory that training may use.</param>
public sealed record MemberProfile(int Lanes, long MemoryBytes);
