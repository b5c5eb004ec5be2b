namespace Decentral.Training.Archives;

/// <summary>There is no such item.</summary>
/// <param name="Request">The request that this answers.</param>
public sealed record ItemMissing(long Request);
