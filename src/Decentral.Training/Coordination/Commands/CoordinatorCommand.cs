namespace Decentral.Training.Coordination.Commands;

/// <summary>What may be asked of the coordinator.</summary>
public abstract record CoordinatorCommand;
