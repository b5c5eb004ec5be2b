namespace Decentral.Models.Optimizers;

/// <summary>How <see cref="DeepGradientCompression"/> takes a gradient up.</summary>
/// <param name="Momentum">μ, in [0, 1).</param>
/// <param name="Nesterov">Whether the velocity looks a step ahead.</param>
/// <param name="GradientScale">
/// Multiplies the gradient first: <see cref="DeepGradientCompression.ClipCoefficient"/>.
/// </param>
public readonly record struct DgcStep(double Momentum, bool Nesterov = false, double GradientScale = 1)
{
    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Momentum);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(Momentum, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(GradientScale);
    }
}
