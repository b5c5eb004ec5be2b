namespace Decentral.Actors.Compute;

/// <summary>The size of a piece of work, by which a modelled device says how long it takes.</summary>
/// <param name="Tokens">Tokens trained or evaluated; 0 for work that is not training.</param>
/// <param name="Bytes">Bytes read and written once, for work bound by memory.</param>
public readonly record struct ComputeCost(long Tokens, long Bytes);
