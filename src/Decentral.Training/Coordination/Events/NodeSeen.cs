using Decentral.Actors;

namespace Decentral.Training.Coordination.Events;

/// <summary>A node is there, or is there with another link than before.</summary>
/// <param name="Agent">Its agent.</param>
/// <param name="Start">Which start of the node.</param>
/// <param name="Link">As in <see cref="NodeState"/>.</param>
public sealed record NodeSeen(ActorRef Agent, long Start, double Link) : CoordinatorEvent
{
    /// <inheritdoc />
    public override bool IsDurable => false;
}
