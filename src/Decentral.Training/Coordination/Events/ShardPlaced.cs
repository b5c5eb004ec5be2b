using Decentral.Training.Protocol;

namespace Decentral.Training.Coordination.Events;

/// <summary>A node was given the parameter shard of a fragment.</summary>
/// <param name="Fragment">Which part of the parameters.</param>
/// <param name="Node">The node's name.</param>
/// <param name="Start">Which start of the node.</param>
/// <param name="Incarnation">The life that the shard begins with.</param>
/// <param name="Reason">In words.</param>
/// <param name="IsRecovery">Whether it replaces one that was lost; otherwise it is only moved.</param>
public sealed record ShardPlaced(
    FragmentId Fragment, string Node, long Start, Incarnation Incarnation, string Reason, bool IsRecovery) : CoordinatorEvent;
