namespace Decentral.Pipeline.Protocol;

/// <summary>What a stage has is written.</summary>
/// <param name="Member">Whose.</param>
/// <param name="Epoch">The epoch.</param>
/// <param name="Snapshot">Into which snapshot.</param>
public sealed record AtomsSaved(MemberId Member, Epoch Epoch, string Snapshot);
