namespace Decentral.Training.Protocol;

/// <summary>A worker's part of a snapshot is on disk.</summary>
/// <param name="Worker">Whose part.</param>
/// <param name="Snapshot">Of which snapshot.</param>
public sealed record SnapshotPartSaved(WorkerId Worker, string Snapshot);
