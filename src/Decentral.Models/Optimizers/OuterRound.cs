namespace Decentral.Models.Optimizers;

/// <summary>What a step of an outer rule may depend on besides values; equal on every member.</summary>
/// <param name="Index">Steps of this fragment before this one, from 0: its version.</param>
/// <param name="LearningRate">Of the inner optimizer, at the end of the round; at least 0.</param>
public readonly record struct OuterRound(long Index, double LearningRate)
{
    /// <summary>Contributions of workers to all steps before this one, in the order of the steps.</summary>
    public long Arrivals { get; init; }

    /// <summary>Contributions whose mean the pseudo-gradient is; at least 1.</summary>
    public int Contributions { get; init; } = 1;
}
