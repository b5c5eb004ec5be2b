using Decentral.Training.Protocol;

namespace Decentral.Training.Coordination.Events;

/// <summary>A snapshot is durable.</summary>
/// <param name="Round">The version it holds.</param>
/// <param name="Snapshot">Its name.</param>
public sealed record SnapshotCompleted(Round Round, string Snapshot) : CoordinatorEvent;
