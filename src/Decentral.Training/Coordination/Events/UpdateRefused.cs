using Decentral.Training.Protocol;

namespace Decentral.Training.Coordination.Events;

/// <summary>An update was refused, which counts against the node that sent it.</summary>
/// <param name="Round">The round that it was for.</param>
/// <param name="Worker">Whose it was said to be.</param>
/// <param name="Node">The node that sent it.</param>
/// <param name="Reason">In words.</param>
public sealed record UpdateRefused(Round Round, WorkerId Worker, string Node, string Reason) : CoordinatorEvent;
