namespace Decentral.Benchmarks.Reference;

/// <summary>How long the reference run is.</summary>
/// <param name="Name">Of its recorded curves: bench/pytorch/results/NAME-METHOD-SEED.json.</param>
/// <param name="Seeds">Decentral is trained with seeds 1 to this: what a seed changes is no difference of the methods.</param>
/// <param name="Rounds">Rounds of DiLoCo.</param>
/// <param name="RoundsPerEvaluation">Rounds of DiLoCo from one held-out loss to the next.</param>
internal sealed record ReferenceScale(string Name, int Seeds, int Rounds, int RoundsPerEvaluation)
{
    /// <summary>H: inner steps of a round of DiLoCo.</summary>
    public const int StepsPerRound = 50;

    /// <summary>4,000 steps of each of 4 workers.</summary>
    public static ReferenceScale Whole { get; } = new("whole", 2, 80, 10);

    /// <summary>400 steps, with a learning-rate schedule of their own length.</summary>
    public static ReferenceScale Tenth { get; } = new("tenth", 1, 8, 2);

    /// <summary>Inner steps of each worker.</summary>
    public int Steps => Rounds * StepsPerRound;

    /// <summary>Inner steps from one held-out loss to the next.</summary>
    public int StepsPerEvaluation => RoundsPerEvaluation * StepsPerRound;
}
