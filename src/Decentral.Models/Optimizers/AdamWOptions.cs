using Decentral.Models.Arenas;

namespace Decentral.Models.Optimizers;

/// <summary>
/// Settings of <see cref="AdamW"/> that stay the same over a run; the learning rate comes with each step.
/// </summary>
public sealed record AdamWOptions
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

    internal void Validate()
    {
        RequireDecayRate(Beta1, nameof(Beta1));
        RequireDecayRate(Beta2, nameof(Beta2));
        Require(Epsilon > 0 && double.IsFinite(Epsilon), nameof(Epsilon), Epsilon, "a positive number");
        Require(WeightDecay >= 0 && double.IsFinite(WeightDecay), nameof(WeightDecay), WeightDecay, "0 or more");
    }

    private static void RequireDecayRate(double rate, string name) =>
        Require(rate is >= 0 and < 1, name, rate, "in [0, 1)");

    private static void Require(bool holds, string name, double value, string expected)
    {
        if (!holds)
        {
            throw new ArgumentException($"AdamW's {name} is {value}; it must be {expected}.");
        }
    }
}
