using System.Numerics;
using System.Runtime.InteropServices;

namespace Decentral.Models.Optimizers;

/// <summary>
/// One SGD step over equally long spans, in a single pass. As in <see cref="AdamWKernel"/>, both forms agree bit for
/// bit.
/// </summary>
internal static class SgdKernel
{
    /// <param name="parameters">Replaced.</param>
    /// <param name="gradients">Read only.</param>
    /// <param name="velocities">u, replaced; empty without a momentum.</param>
    /// <param name="coefficients">Of the step.</param>
    internal static void Update(
        Span<float> parameters,
        ReadOnlySpan<float> gradients,
        Span<float> velocities,
        in SgdCoefficients coefficients)
    {
        ref var parameter = ref MemoryMarshal.GetReference(parameters);
        ref var gradient = ref MemoryMarshal.GetReference(gradients);
        ref var velocity = ref MemoryMarshal.GetReference(velocities);
        var scale = new Vector<float>(coefficients.GradientScale);
        var decay = new Vector<float>(coefficients.Momentum);
        var rate = new Vector<float>(coefficients.LearningRate);
        var keptPart = new Vector<float>(coefficients.KeptPart);
        var whole = parameters.Length - (parameters.Length % Vector<float>.Count);
        for (var index = 0; index < whole; index += Vector<float>.Count)
        {
            var at = (nuint)index;
            var step = Vector.LoadUnsafe(ref gradient, at) * scale;
            if (!velocities.IsEmpty)
            {
                var updated = (decay * Vector.LoadUnsafe(ref velocity, at)) + step;
                updated.StoreUnsafe(ref velocity, at);
                step = coefficients.Nesterov ? step + (decay * updated) : updated;
            }

            ((keptPart * Vector.LoadUnsafe(ref parameter, at)) - (rate * step)).StoreUnsafe(ref parameter, at);
        }

        var rest = velocities.IsEmpty ? velocities : velocities[whole..];
        UpdateReference(parameters[whole..], gradients[whole..], rest, coefficients);
    }

    /// <summary>
    /// The definition, one element at a time: u ← μ u + g and w ← (1 - η λ) w - η u, or along g + μ u.
    /// </summary>
    internal static void UpdateReference(
        Span<float> parameters,
        ReadOnlySpan<float> gradients,
        Span<float> velocities,
        in SgdCoefficients coefficients)
    {
        for (var index = 0; index < parameters.Length; index++)
        {
            var step = gradients[index] * coefficients.GradientScale;
            if (!velocities.IsEmpty)
            {
                velocities[index] = (coefficients.Momentum * velocities[index]) + step;
                step = coefficients.Nesterov ? step + (coefficients.Momentum * velocities[index]) : velocities[index];
            }

            parameters[index] = (coefficients.KeptPart * parameters[index]) - (coefficients.LearningRate * step);
        }
    }
}
