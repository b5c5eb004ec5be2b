using Decentral.Training.Protocol;

namespace Decentral.Training.Coordination.Events;

/// <summary>What a shard said of itself.</summary>
/// <param name="Report">The report.</param>
public sealed record ShardReported(ShardReport Report) : CoordinatorEvent
{
    /// <inheritdoc />
    public override bool IsDurable => false;
}
