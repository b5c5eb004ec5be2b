using Decentral.Training.Protocol;

namespace Decentral.Training.Coordination.Events;

/// <summary>The coordinator calls the roll: it has just started, or lost a shard or all workers.</summary>
/// <param name="Term">Higher than any before.</param>
/// <param name="Reason">In words.</param>
/// <param name="IsRecovery">Whether something was lost, and is replaced, on the way here.</param>
public sealed record TermBegan(Term Term, string Reason, bool IsRecovery) : CoordinatorEvent;
