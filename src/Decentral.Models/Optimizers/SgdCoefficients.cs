namespace Decentral.Models.Optimizers;

/// <summary>What one SGD step needs of the settings, computed in fp64 and rounded to fp32 once.</summary>
/// <param name="GradientScale">Multiplies the gradient before anything else: the clip.</param>
/// <param name="Momentum">μ.</param>
/// <param name="Nesterov">Whether the step looks ahead.</param>
/// <param name="LearningRate">Of this step.</param>
/// <param name="KeptPart">1 - learning rate · weight decay, or 1 where nothing decays.</param>
internal readonly record struct SgdCoefficients(
    float GradientScale, float Momentum, bool Nesterov, float LearningRate, float KeptPart)
{
    internal static SgdCoefficients For(SgdOptions options, double learningRate, double gradientScale) => new(
        (float)gradientScale,
        (float)options.Momentum,
        options.Nesterov,
        (float)learningRate,
        (float)(1 - (learningRate * options.WeightDecay)));
}
