namespace Decentral.Training.Protocol;

/// <summary>What the worker holds was undone: it ends, and its successor begins from the newest snapshot or a peer.</summary>
/// <param name="Term">The coordinator's term.</param>
public sealed record StartAnew(Term Term) : WorkerOrder(Term);
