namespace Decentral.Training.Protocol;

/// <summary>Stop at the next step boundary and write everything that is needed to go on exactly there.</summary>
/// <param name="Term">The coordinator's term.</param>
/// <param name="Snapshot">The snapshot to write to.</param>
public sealed record PauseTraining(Term Term, string Snapshot) : WorkerOrder(Term);
