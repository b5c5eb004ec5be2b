using Decentral.Training.Protocol;

namespace Decentral.Training.Coordination;

/// <summary>The snapshot store's answer to a seal.</summary>
/// <param name="Round">The version the snapshot holds.</param>
/// <param name="Snapshot">Its name.</param>
internal sealed record SnapshotSealed(Round Round, string Snapshot);
