namespace Decentral.Training.Protocol;

/// <summary>Another node hosts the parameter shard of a fragment now.</summary>
/// <param name="Shard">The life that is to end.</param>
public sealed record DropShard(HostedShard Shard) : NodeOrder;
