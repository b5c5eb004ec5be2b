using Decentral.Training.Protocol;

namespace Decentral.Training.Coordination.Events;

/// <summary>A worker is gone for good.</summary>
/// <param name="Worker">Which place in the fleet.</param>
/// <param name="Incarnation">Which life of it.</param>
/// <param name="Reason">In words.</param>
public sealed record WorkerLeft(WorkerId Worker, Incarnation Incarnation, string Reason) : CoordinatorEvent;
