namespace Decentral.Pipeline.Protocol;

/// <summary>A member has its stage as it was ordered.</summary>
/// <param name="Member">Whose.</param>
/// <param name="Epoch">The epoch.</param>
public sealed record StageFormed(MemberId Member, Epoch Epoch);
