namespace Decentral.Training.Coordination;

/// <summary>A snapshot was not completed, as a later one was.</summary>
/// <param name="Snapshot">Its name.</param>
internal sealed record SnapshotGivenUp(string Snapshot);
