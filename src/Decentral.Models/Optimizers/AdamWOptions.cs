using Decentral.Models.Arenas;

namespace Decentral.Models.Optimizers;

/// <summary>
/// Settings of <see cref="AdamW"/> that stay the same over a run; the learning rate comes with each step.
/// </summary>
public sealed record AdamWOptions : InnerOptimizerOptions
{
    /// <summary>Decay of the mean of gradients, in [0, 1).</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of the mean of squared gradients, in [0, 1). The default is that of GPT-3 and nanoGPT.</summary>
    public double Beta2 { get; init; } = 0.95;

    /// <summary>Added to the root of the mean square; above 0.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Decoupled: a step multiplies the decayed parameters by 1 - learning rate · this. At least 0.</summary>
    public double WeightDecay { get; init; } = 0.1;

    /// <summary>
    /// Which tensors decay. By default those of two and more dimensions, as in nanoGPT: matrices and embeddings, not
    /// biases and norm gains.
    /// </summary>
    public Func<ArenaEntry, bool> Decays { get; init; } = entry => entry.Shape.Length >= 2;

    /// <inheritdoc/>
    public override InnerOptimizer Create(ArenaLayout layout) => new AdamW(layout, this);

    internal override DeviceOptimizer CreateOn(torch.Device device, ArenaLayout layout) =>
        new DeviceAdamW(device, layout, this);

    internal void Validate()
    {
        RequireDecayRate(nameof(AdamW), Beta1, nameof(Beta1));
        RequireDecayRate(nameof(AdamW), Beta2, nameof(Beta2));
        RequirePositive(nameof(AdamW), Epsilon, nameof(Epsilon));
        RequireNotNegative(nameof(AdamW), WeightDecay, nameof(WeightDecay));
    }
}
