using Decentral.Models.Randomness;

namespace Decentral.Models.Optimizers;

/// <summary>
/// How Deep Gradient Compression comes to its density, the part of all elements that a step sends: by default 25 %,
/// 6.25 %, 1.56 % and 0.39 % over the first four epochs, then 0.1 % (arXiv:1712.01887, §3.3). Released code spreads the
/// same fall evenly over the epochs instead; the paper's numbers are taken here.
/// </summary>
public sealed record DensityWarmup
{
    /// <summary>After the warm-up, in (0, 1].</summary>
    public double Density { get; init; } = 0.001;

    /// <summary>The first stage's density, in (0, 1], and what each further stage multiplies it by.</summary>
    public double Factor { get; init; } = 0.25;

    /// <summary>The density at a stage of the warm-up; constant once <see cref="Density"/> is reached.</summary>
    /// <param name="stage">From 0: epochs, or whatever part of the run a stage lasts.</param>
    public double At(long stage)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(stage);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Density);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Density, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Factor);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Factor, 1);
        return Math.Max(PortableMath.Power(Factor, stage + 1), Density);
    }

    /// <summary>How many of a number of elements a step sends: at least one.</summary>
    public int CountAt(long stage, int elements)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(elements);
        return (int)Math.Ceiling(At(stage) * elements);
    }
}
