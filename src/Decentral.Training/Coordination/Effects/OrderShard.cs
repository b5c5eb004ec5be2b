using Decentral.Training.Protocol;

namespace Decentral.Training.Coordination.Effects;

/// <summary>Tells the parameter shard something.</summary>
/// <param name="Order">What.</param>
public sealed record OrderShard(ShardOrder Order) : CoordinatorEffect;
