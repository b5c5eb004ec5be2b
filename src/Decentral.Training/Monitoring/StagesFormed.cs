using Decentral.Training.Protocol;

namespace Decentral.Training.Monitoring;

/// <summary>A worker's model is in stages from now on, each with a member of its own.</summary>
/// <param name="Worker">Whose model it is.</param>
/// <param name="Stages">How many there are.</param>
public sealed record StagesFormed(WorkerId Worker, int Stages);
