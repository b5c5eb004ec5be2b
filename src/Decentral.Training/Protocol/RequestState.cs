namespace Decentral.Training.Protocol;

/// <summary>
/// Asks a worker for what all workers hold alike at a version; answered by a transfer as soon as it has that version, or
/// never.
/// </summary>
/// <param name="Version">The version wanted.</param>
public readonly record struct RequestState(Round Version);
