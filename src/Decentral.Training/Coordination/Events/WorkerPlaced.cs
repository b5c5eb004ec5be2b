using Decentral.Training.Protocol;

namespace Decentral.Training.Coordination.Events;

/// <summary>A node that joined was given a place in the fleet.</summary>
/// <param name="Worker">The place.</param>
/// <param name="Node">The node's name.</param>
/// <param name="Start">Which start of the node.</param>
/// <param name="Request">Which of its requests this answers.</param>
/// <param name="Incarnation">The life that its worker begins with.</param>
public sealed record WorkerPlaced(WorkerId Worker, string Node, long Start, long Request, Incarnation Incarnation)
    : CoordinatorEvent
{
    /// <summary>What the node had found out about itself; null where it did not look.</summary>
    public NodeMeasures? Measures { get; init; }
}
