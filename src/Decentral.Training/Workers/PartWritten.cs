namespace Decentral.Training.Workers;

/// <summary>This worker's part of a snapshot is on disk.</summary>
/// <param name="Snapshot">Of which snapshot.</param>
internal sealed record PartWritten(string Snapshot);
