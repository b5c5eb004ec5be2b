using Decentral.Training.Protocol;

namespace Decentral.Training.Coordination.Events;

/// <summary>A snapshot is durable.</summary>
/// <param name="Round">The version it holds.</param>
/// <param name="Snapshot">Its name.</param>
/// <param name="Kept">How many of the newest snapshots are kept from now on, this one included: a roll-back may reach them.</param>
public sealed record SnapshotCompleted(Round Round, string Snapshot, int Kept) : CoordinatorEvent;
