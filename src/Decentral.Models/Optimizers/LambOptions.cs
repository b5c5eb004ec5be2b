using Decentral.Models.Arenas;

namespace Decentral.Models.Optimizers;

/// <summary>Settings of <see cref="Lamb"/>. The defaults are those of the paper's BERT runs.</summary>
public sealed record LambOptions : InnerOptimizerOptions
{
    /// <summary>Decay of the mean of gradients, in [0, 1).</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of the mean of squared gradients, in [0, 1).</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Added to the root of the mean square; above 0.</summary>
    public double Epsilon { get; init; } = 1e-6;

    /// <summary>λ of the decay within the direction; at least 0.</summary>
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>
    /// φ takes a tensor's norm to at most this, above 0. The default bounds nothing, as the published results; widely
    /// used code bounds it by 10.
    /// </summary>
    public double MaxWeightNorm { get; init; } = double.PositiveInfinity;

    /// <summary>
    /// Which tensors decay and have a trust ratio; the others step as Adam. By default those of two and more
    /// dimensions: not biases and norm gains.
    /// </summary>
    public Func<ArenaEntry, bool> Adapts { get; init; } = entry => entry.Shape.Length >= 2;

    /// <inheritdoc/>
    public override InnerOptimizer Create(ArenaLayout layout) => new Lamb(layout, this);

    internal override DeviceOptimizer CreateOn(torch.Device device, ArenaLayout layout) =>
        new DeviceLamb(device, layout, this);

    internal void Validate()
    {
        RequireDecayRate(nameof(Lamb), Beta1, nameof(Beta1));
        RequireDecayRate(nameof(Lamb), Beta2, nameof(Beta2));
        RequirePositive(nameof(Lamb), Epsilon, nameof(Epsilon));
        RequireNotNegative(nameof(Lamb), WeightDecay, nameof(WeightDecay));
        if (!(MaxWeightNorm > 0))
        {
            throw new ArgumentException($"Lamb's {nameof(MaxWeightNorm)} is {MaxWeightNorm}; it must be above 0.");
        }
    }

    /// <summary>φ(‖w‖) / ‖r‖, or 1 where either norm is 0.</summary>
    internal double TrustRatio(double weightNorm, double directionNorm) => weightNorm > 0 && directionNorm > 0
        ? Math.Min(weightNorm, MaxWeightNorm) / directionNorm
        : 1;
}
