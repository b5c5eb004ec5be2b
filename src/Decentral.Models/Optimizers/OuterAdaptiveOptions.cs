namespace Decentral.Models.Optimizers;

/// <summary>Settings of <see cref="OuterAdaptive"/>; the defaults are the paper's.</summary>
public sealed record OuterAdaptiveOptions
{
    /// <summary>η, above 0.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Decay of the mean of pseudo-gradients, in [0, 1).</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of the mean of squares, in [0, 1); Adagrad has none.</summary>
    public double Beta2 { get; init; } = 0.99;

    /// <summary>
    /// τ, added to the root, above 0; its square is what the squares start from. DiLoCo's runs needed 0.1
    /// (arXiv:2311.08105).
    /// </summary>
    public double Adaptivity { get; init; } = 1e-3;

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(LearningRate);
        ArgumentOutOfRangeException.ThrowIfNegative(Beta1);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(Beta1, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(Beta2);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(Beta2, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Adaptivity);
    }
}
