namespace Decentral.Training.Archives;

/// <summary>An item that was asked for, as the payload.</summary>
/// <param name="Request">The request that this answers.</param>
public sealed record ItemHeader(long Request);
