using Decentral.Training.Protocol;

namespace Decentral.Training.Coordination.Commands;

/// <summary>A worker reported.</summary>
/// <param name="Report">What it said.</param>
public sealed record TakeReport(WorkerReport Report) : CoordinatorCommand;
