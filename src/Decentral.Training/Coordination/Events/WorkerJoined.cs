using Decentral.Training.Protocol;

namespace Decentral.Training.Coordination.Events;

/// <summary>A worker was admitted.</summary>
/// <param name="Worker">Which place in the fleet.</param>
/// <param name="Incarnation">Which life of it.</param>
/// <param name="Version">The version it held.</param>
/// <param name="IsRecovery">Whether it replaces one that was lost while the run went on.</param>
public sealed record WorkerJoined(WorkerId Worker, Incarnation Incarnation, Round Version, bool IsRecovery) : CoordinatorEvent;
