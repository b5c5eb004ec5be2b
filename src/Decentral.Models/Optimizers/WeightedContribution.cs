namespace Decentral.Models.Optimizers;

/// <summary>What one member sends for a fragment, with the weight it counts with.</summary>
/// <param name="Values">Packed elements of the fragment.</param>
/// <param name="Weight">Tokens trained on; a contribution of weight 0 is left out altogether.</param>
public readonly record struct WeightedContribution(ReadOnlyMemory<float> Values, long Weight);
