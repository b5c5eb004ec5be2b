namespace Decentral.Training.Coordination.Commands;

/// <summary>Stop at the next step boundaries, resumably.</summary>
public sealed record StopRun : CoordinatorCommand;
