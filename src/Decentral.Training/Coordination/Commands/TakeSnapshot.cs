using Decentral.Training.Protocol;

namespace Decentral.Training.Coordination.Commands;

/// <summary>All parts of a snapshot and its manifest are durable.</summary>
/// <param name="Round">The version it holds.</param>
/// <param name="Snapshot">Its name.</param>
public sealed record TakeSnapshot(Round Round, string Snapshot) : CoordinatorCommand;
