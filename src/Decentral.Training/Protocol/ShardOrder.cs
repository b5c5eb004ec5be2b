namespace Decentral.Training.Protocol;

/// <summary>What the coordinator tells a parameter shard. A shard obeys no term lower than the highest it has seen.</summary>
/// <param name="Term">The coordinator's term.</param>
public abstract record ShardOrder(Term Term);
