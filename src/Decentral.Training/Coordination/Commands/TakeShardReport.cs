using Decentral.Training.Protocol;

namespace Decentral.Training.Coordination.Commands;

/// <summary>A shard reported.</summary>
/// <param name="Report">What it said.</param>
public sealed record TakeShardReport(ShardReport Report) : CoordinatorCommand;
