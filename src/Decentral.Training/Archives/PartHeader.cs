namespace Decentral.Training.Archives;

/// <summary>A part of a snapshot to be kept, as the payload. Repeated until <see cref="PartKept"/> comes; that changes nothing.</summary>
/// <param name="Request">Numbers the requests of the sender.</param>
/// <param name="Snapshot">The snapshot.</param>
/// <param name="Part">The part's name.</param>
public sealed record PartHeader(long Request, string Snapshot, string Part);
