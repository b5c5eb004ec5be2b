namespace Decentral.Training.Protocol;

/// <summary>Host the parameter shard of a fragment.</summary>
/// <param name="Shard">Which, and in which life: one that has an earlier life is ended.</param>
public sealed record HostShard(HostedShard Shard) : NodeOrder;
