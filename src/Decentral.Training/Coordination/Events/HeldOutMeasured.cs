using Decentral.Training.Protocol;

namespace Decentral.Training.Coordination.Events;

/// <summary>The held-out loss of a version.</summary>
/// <param name="Round">The version.</param>
/// <param name="Loss">In nats a token.</param>
/// <param name="Tokens">Held-out tokens measured.</param>
public sealed record HeldOutMeasured(Round Round, double Loss, long Tokens) : CoordinatorEvent;
