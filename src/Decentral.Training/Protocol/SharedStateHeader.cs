namespace Decentral.Training.Protocol;

/// <summary>What all workers hold alike at a version, as the payload: parameters and outer state, or inner moments.</summary>
/// <param name="Version">Its version.</param>
public sealed record SharedStateHeader(Round Version);
