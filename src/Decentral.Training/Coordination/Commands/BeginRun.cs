namespace Decentral.Training.Coordination.Commands;

/// <summary>The coordinator has started.</summary>
public sealed record BeginRun : CoordinatorCommand;
