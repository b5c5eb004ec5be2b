using Decentral.Training.Protocol;

namespace Decentral.Training.Coordination.Effects;

/// <summary>Tells a parameter shard something.</summary>
/// <param name="Fragment">Whose shard.</param>
/// <param name="Order">What.</param>
public sealed record OrderShard(FragmentId Fragment, ShardOrder Order) : CoordinatorEffect;
