using System.Numerics;
using System.Runtime.InteropServices;

namespace Decentral.Models.Optimizers;

/// <summary>
/// One AdamW step over equally long spans, in a single pass. Each element goes through the same single-precision
/// operations in the same order in both forms, and the runtime never fuses a multiplication with an addition on its
/// own, so they agree bit for bit on every machine and at every vector width.
/// </summary>
internal static class AdamWKernel
{
    internal static void Update(
        Span<float> parameters,
        ReadOnlySpan<float> gradients,
        Span<float> firstMoments,
        Span<float> secondMoments,
        in AdamWCoefficients coefficients)
    {
        ref var parameter = ref MemoryMarshal.GetReference(parameters);
        ref var gradient = ref MemoryMarshal.GetReference(gradients);
        ref var first = ref MemoryMarshal.GetReference(firstMoments);
        ref var second = ref MemoryMarshal.GetReference(secondMoments);
        var scale = new Vector<float>(coefficients.GradientScale);
        var beta1 = new Vector<float>(coefficients.Beta1);
        var newPart1 = new Vector<float>(coefficients.NewPart1);
        var beta2 = new Vector<float>(coefficients.Beta2);
        var newPart2 = new Vector<float>(coefficients.NewPart2);
        var rootCorrection = new Vector<float>(coefficients.RootCorrection);
        var epsilon = new Vector<float>(coefficients.Epsilon);
        var stepSize = new Vector<float>(coefficients.StepSize);
        var keptPart = new Vector<float>(coefficients.KeptPart);
        var whole = parameters.Length - (parameters.Length % Vector<float>.Count);
        for (var index = 0; index < whole; index += Vector<float>.Count)
        {
            var at = (nuint)index;
            var scaled = Vector.LoadUnsafe(ref gradient, at) * scale;
            var mean = (Vector.LoadUnsafe(ref first, at) * beta1) + (scaled * newPart1);
            var meanSquare = (Vector.LoadUnsafe(ref second, at) * beta2) + (scaled * scaled * newPart2);
            var root = (Vector.SquareRoot(meanSquare) * rootCorrection) + epsilon;
            var updated = (Vector.LoadUnsafe(ref parameter, at) * keptPart) - (mean / root * stepSize);
            mean.StoreUnsafe(ref first, at);
            meanSquare.StoreUnsafe(ref second, at);
            updated.StoreUnsafe(ref parameter, at);
        }

        UpdateReference(
            parameters[whole..], gradients[whole..], firstMoments[whole..], secondMoments[whole..], coefficients);
    }

    /// <summary>
    /// The definition, one element at a time (Loshchilov and Hutter, arXiv:1711.05101, as PyTorch computes it).
    /// </summary>
    internal static void UpdateReference(
        Span<float> parameters,
        ReadOnlySpan<float> gradients,
        Span<float> firstMoments,
        Span<float> secondMoments,
        in AdamWCoefficients coefficients)
    {
        for (var index = 0; index < parameters.Length; index++)
        {
            var scaled = gradients[index] * coefficients.GradientScale;
            var mean = (firstMoments[index] * coefficients.Beta1) + (scaled * coefficients.NewPart1);
            var meanSquare = (secondMoments[index] * coefficients.Beta2) + (scaled * scaled * coefficients.NewPart2);
            var root = (MathF.Sqrt(meanSquare) * coefficients.RootCorrection) + coefficients.Epsilon;
            parameters[index] = (parameters[index] * coefficients.KeptPart) - (mean / root * coefficients.StepSize);
            firstMoments[index] = mean;
            secondMoments[index] = meanSquare;
        }
    }
}
