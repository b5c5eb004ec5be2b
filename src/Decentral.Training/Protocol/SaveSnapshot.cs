namespace Decentral.Training.Protocol;

/// <summary>Write this worker's part of a snapshot, before the next round begins.</summary>
/// <param name="Term">The coordinator's term.</param>
/// <param name="Version">The version that the snapshot holds.</param>
/// <param name="Snapshot">Its name.</param>
/// <param name="WithGlobal">Whether this worker also writes the global parameters and the outer state, equal everywhere.</param>
public sealed record SaveSnapshot(Term Term, Round Version, string Snapshot, bool WithGlobal) : WorkerOrder(Term);
