namespace Decentral.Training.Estimates;

/// <summary>What links must carry at their peak, in each direction, for workers to wait for (next to) nothing.</summary>
/// <param name="Worker">Bytes a second of a worker's link; null where latency alone takes longer than there is time.</param>
/// <param name="Shard">Bytes a second of the link that contributions are combined behind; null in the same case.</param>
public sealed record LinkNeed(double? Worker, double? Shard);
