using Decentral.Training.Protocol;

namespace Decentral.Training.Coordination.Commands;

/// <summary>A worker's pipeline has lost stages, and goes on.</summary>
/// <param name="Recovered">How.</param>
public sealed record TakeStagesRecovered(StagesRecovered Recovered) : CoordinatorCommand;
