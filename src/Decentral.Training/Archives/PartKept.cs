namespace Decentral.Training.Archives;

/// <summary>A part of a snapshot is on disk.</summary>
/// <param name="Request">The request that this answers.</param>
public sealed record PartKept(long Request);
