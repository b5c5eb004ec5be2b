using Decentral.Training.Protocol;

namespace Decentral.Training.Coordination.Events;

/// <summary>The budget is used up.</summary>
/// <param name="Round">The last round.</param>
public sealed record RunFinished(Round Round) : CoordinatorEvent;
