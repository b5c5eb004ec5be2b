using Decentral.Training.Protocol;

namespace Decentral.Training.Coordination.Events;

/// <summary>A round's quorum has contributed; the others are waited for no longer than the grace window.</summary>
/// <param name="Round">The round.</param>
public sealed record QuorumReached(Round Round) : CoordinatorEvent
{
    /// <inheritdoc />
    public override bool IsDurable => false;
}
