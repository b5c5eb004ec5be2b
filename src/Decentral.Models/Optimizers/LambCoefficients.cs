using Decentral.Models.Randomness;

namespace Decentral.Models.Optimizers;

/// <summary>What one LAMB step needs of the settings, computed in fp64 and rounded to fp32 once.</summary>
/// <param name="GradientScale">Multiplies the gradient before anything else: the clip.</param>
/// <param name="Beta1">Kept part of the first moment.</param>
/// <param name="NewPart1">1 - β1.</param>
/// <param name="Beta2">Kept part of the second moment.</param>
/// <param name="NewPart2">1 - β2.</param>
/// <param name="MeanCorrection">1 / (1 - β1^t).</param>
/// <param name="RootCorrection">1 / √(1 - β2^t).</param>
/// <param name="Epsilon">Added to the corrected root.</param>
/// <param name="WeightDecay">λ, or 0 where nothing decays.</param>
internal readonly record struct LambCoefficients(
    float GradientScale,
    float Beta1,
    float NewPart1,
    float Beta2,
    float NewPart2,
    float MeanCorrection,
    float RootCorrection,
    float Epsilon,
    float WeightDecay)
{
    /// <param name="options">Settings of the run.</param>
    /// <param name="step">The step's number, from 1.</param>
    /// <param name="gradientScale">Of this step.</param>
    internal static LambCoefficients For(LambOptions options, long step, double gradientScale) => new(
        (float)gradientScale,
        (float)options.Beta1,
        (float)(1 - options.Beta1),
        (float)options.Beta2,
        (float)(1 - options.Beta2),
        (float)(1 / (1 - PortableMath.Power(options.Beta1, step))),
        (float)(1 / Math.Sqrt(1 - PortableMath.Power(options.Beta2, step))),
        (float)options.Epsilon,
        (float)options.WeightDecay);
}
