namespace Decentral.Training.Progress;

/// <summary>A durable snapshot is complete on disk.</summary>
/// <param name="Elapsed">When, since this start.</param>
/// <param name="Round">The committed round it holds.</param>
public sealed record SnapshotSaved(TimeSpan Elapsed, long Round) : RunEvent(Elapsed);
