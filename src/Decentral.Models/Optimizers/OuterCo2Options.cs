namespace Decentral.Models.Optimizers;

/// <summary>Settings of <see cref="OuterCo2"/>.</summary>
public sealed record OuterCo2Options
{
    /// <summary>α, above 0.</summary>
    public double LearningRate { get; init; } = 1;

    /// <summary>β, in [0, 1). The published runs take 0 up to 16 devices, 0.2 up to 32, 0.5 up to 64, 0.6
    /// beyond.</summary>
    public double Momentum { get; init; } = 0.2;

    /// <summary>
    /// φ, above 0: the momentum of an element stays within ±φ, so that a step moves no parameter by more than α γ φ. It
    /// counts inner steps at the full rate: as many as a round has let each parameter go as far as a round of Adam can.
    /// The released code's 1 belongs to a momentum that is not divided by the inner rate.
    /// </summary>
    public required double Clip { get; init; }

    /// <summary>Λ, at least 1: what stale displacements are divided by.</summary>
    public Func<StalenessGap, double> Penalty { get; init; } = gap => gap.RelativeToMomentum;

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(LearningRate);
        ArgumentOutOfRangeException.ThrowIfNegative(Momentum);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(Momentum, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Clip);
    }
}
