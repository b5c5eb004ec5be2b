namespace Decentral.Training.Archives;

/// <summary>Bytes that measure the link, as the payload; nobody keeps them.</summary>
/// <param name="Request">Numbers the requests of the sender.</param>
public sealed record BallastHeader(long Request);
