namespace Decentral.Training.Protocol;

/// <summary>
/// Asks a worker for what all workers hold alike at a version, or for the aggregate that leads on to it from the version that the
/// asker holds; answered by a transfer as soon as the worker has that version, or never.
/// </summary>
/// <param name="Term">The coordinator's term: in a later one that version may have been undone.</param>
/// <param name="Version">The version wanted.</param>
/// <param name="Held">The version that the asker holds.</param>
public readonly record struct RequestState(Term Term, Round Version, Round Held);
