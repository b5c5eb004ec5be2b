using Decentral.Training.Protocol;

namespace Decentral.Training.Coordination.Commands;

/// <summary>A worker has written its part of a snapshot.</summary>
/// <param name="Part">What it said.</param>
public sealed record TakeSavedPart(SnapshotPartSaved Part) : CoordinatorCommand;
