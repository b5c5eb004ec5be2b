namespace Decentral.Training.Protocol;

/// <summary>What the coordinator tells a worker. A worker obeys no term lower than the highest it has seen.</summary>
/// <param name="Term">The coordinator's term.</param>
public abstract record WorkerOrder(Term Term);
