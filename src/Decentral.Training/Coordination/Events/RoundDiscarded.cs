using Decentral.Training.Protocol;

namespace Decentral.Training.Coordination.Events;

/// <summary>The open round has no participant left; its leases are returned.</summary>
/// <param name="Round">The round.</param>
/// <param name="Reason">In words.</param>
public sealed record RoundDiscarded(Round Round, string Reason) : CoordinatorEvent;
