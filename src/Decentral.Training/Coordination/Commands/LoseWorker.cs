using Decentral.Training.Protocol;

namespace Decentral.Training.Coordination.Commands;

/// <summary>A worker is gone for good.</summary>
/// <param name="Worker">Which place in the fleet.</param>
/// <param name="Incarnation">Which life of it.</param>
/// <param name="Reason">In words.</param>
public sealed record LoseWorker(WorkerId Worker, Incarnation Incarnation, string Reason) : CoordinatorCommand;
