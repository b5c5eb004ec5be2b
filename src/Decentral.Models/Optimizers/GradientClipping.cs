using Decentral.Models.Arenas;

namespace Decentral.Models.Optimizers;

/// <summary>Clipping by the global norm, as PyTorch's <c>clip_grad_norm_</c> defines it.</summary>
public static class GradientClipping
{
    private const double Epsilon = 1e-6;

    /// <summary>The Euclidean norm of some values, equal on every machine.</summary>
    public static double NormOf(ReadOnlySpan<float> values) => Math.Sqrt(FixedOrderNorm.SumOfSquares(values));

    /// <summary>
    /// What to multiply the gradient by, in (0, 1]; multiplying is left to the pass that reads it next.
    /// </summary>
    /// <param name="norm">The gradient's Euclidean norm over all parameters.</param>
    /// <param name="maxNorm">The norm to clip to, above 0.</param>
    public static double Coefficient(double norm, double maxNorm)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(norm);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxNorm);
        return Math.Min(1, maxNorm / (norm + Epsilon));
    }
}
