namespace Decentral.Training.Protocol;

/// <summary>An opening of a round: one that was undone is opened again, in a higher term.</summary>
/// <param name="Round">The round.</param>
/// <param name="Opened">The term in which it was opened.</param>
public readonly record struct Opening(Round Round, Term Opened);
