using Decentral.Training.Protocol;

namespace Decentral.Training.Coordination.Events;

/// <summary>Committed rounds are lost with everyone who held them; their leases are returned.</summary>
/// <param name="ToRound">The newest version that is still held.</param>
/// <param name="Reason">In words.</param>
public sealed record RunRolledBack(Round ToRound, string Reason) : CoordinatorEvent;
