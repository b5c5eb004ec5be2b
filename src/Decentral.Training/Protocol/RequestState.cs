namespace Decentral.Training.Protocol;

/// <summary>
/// Asks a worker for what all workers hold alike at a version; answered by a transfer as soon as it has that version, or
/// never.
/// </summary>
/// <param name="Term">The coordinator's term: in a later one that version may have been undone.</param>
/// <param name="Version">The version wanted.</param>
public readonly record struct RequestState(Term Term, Round Version);
