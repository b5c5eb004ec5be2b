namespace Decentral.Training.Protocol;

/// <summary>What all workers hold alike at a version, as the payload: parameters and outer state, or inner moments.</summary>
/// <param name="Term">The term in which it was asked for; a worker that has seen a higher one ignores it.</param>
/// <param name="Version">Its version.</param>
public sealed record SharedStateHeader(Term Term, Round Version);
