namespace Decentral.Training.Coordination;

/// <summary>Asks the coordinator to stop the run at the next step boundaries, resumably.</summary>
public sealed record RequestStop;
