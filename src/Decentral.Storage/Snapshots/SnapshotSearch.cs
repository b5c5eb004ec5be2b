namespace Decentral.Storage.Snapshots;

/// <summary>The snapshot to resume from.</summary>
/// <param name="Found">The newest that is complete and whole; null when there is none.</param>
/// <param name="Rejected">Newer ones that were passed over, each with the reason in words.</param>
public sealed record SnapshotSearch(Snapshot? Found, IReadOnlyList<string> Rejected);
