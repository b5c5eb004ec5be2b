using Decentral.Training.Protocol;

namespace Decentral.Training.Coordination.Events;

/// <summary>The run was stopped at step boundaries; a snapshot holds where everyone stood.</summary>
/// <param name="Round">The last committed round.</param>
/// <param name="Snapshot">Its name.</param>
public sealed record RunPaused(Round Round, string Snapshot) : CoordinatorEvent;
