using System.Numerics;
using System.Runtime.InteropServices;

namespace Decentral.Models.Optimizers;

/// <summary>
/// The passes of one LAMB step over equally long spans. As in <see cref="AdamWKernel"/>, both forms of each go through
/// the same single-precision operations in the same order and agree bit for bit.
/// </summary>
internal static class LambKernel
{
    /// <summary>m ← β1 m + (1 - β1) g, v ← β2 v + (1 - β2) g².</summary>
    internal static void UpdateMoments(
        ReadOnlySpan<float> gradients,
        Span<float> firstMoments,
        Span<float> secondMoments,
        in LambCoefficients coefficients)
    {
        ref var gradient = ref MemoryMarshal.GetReference(gradients);
        ref var first = ref MemoryMarshal.GetReference(firstMoments);
        ref var second = ref MemoryMarshal.GetReference(secondMoments);
        var scale = new Vector<float>(coefficients.GradientScale);
        var beta1 = new Vector<float>(coefficients.Beta1);
        var newPart1 = new Vector<float>(coefficients.NewPart1);
        var beta2 = new Vector<float>(coefficients.Beta2);
        var newPart2 = new Vector<float>(coefficients.NewPart2);
        var whole = gradients.Length - (gradients.Length % Vector<float>.Count);
        for (var index = 0; index < whole; index += Vector<float>.Count)
        {
            var at = (nuint)index;
            var scaled = Vector.LoadUnsafe(ref gradient, at) * scale;
            var mean = (Vector.LoadUnsafe(ref first, at) * beta1) + (scaled * newPart1);
            var meanSquare = (Vector.LoadUnsafe(ref second, at) * beta2) + (scaled * scaled * newPart2);
            mean.StoreUnsafe(ref first, at);
            meanSquare.StoreUnsafe(ref second, at);
        }

        UpdateMomentsReference(gradients[whole..], firstMoments[whole..], secondMoments[whole..], coefficients);
    }

    /// <summary>The definition, one element at a time.</summary>
    internal static void UpdateMomentsReference(
        ReadOnlySpan<float> gradients,
        Span<float> firstMoments,
        Span<float> secondMoments,
        in LambCoefficients coefficients)
    {
        for (var index = 0; index < gradients.Length; index++)
        {
            var scaled = gradients[index] * coefficients.GradientScale;
            firstMoments[index] = (firstMoments[index] * coefficients.Beta1) + (scaled * coefficients.NewPart1);
            secondMoments[index] =
                (secondMoments[index] * coefficients.Beta2) + (scaled * scaled * coefficients.NewPart2);
        }
    }

    /// <summary>r = m̂ / (√v̂ + ε) + λ w, with corrected moments.</summary>
    internal static void ComputeDirection(
        ReadOnlySpan<float> parameters,
        ReadOnlySpan<float> firstMoments,
        ReadOnlySpan<float> secondMoments,
        Span<float> destination,
        in LambCoefficients coefficients)
    {
        ref var parameter = ref MemoryMarshal.GetReference(parameters);
        ref var first = ref MemoryMarshal.GetReference(firstMoments);
        ref var second = ref MemoryMarshal.GetReference(secondMoments);
        ref var direction = ref MemoryMarshal.GetReference(destination);
        var meanCorrection = new Vector<float>(coefficients.MeanCorrection);
        var rootCorrection = new Vector<float>(coefficients.RootCorrection);
        var epsilon = new Vector<float>(coefficients.Epsilon);
        var weightDecay = new Vector<float>(coefficients.WeightDecay);
        var whole = parameters.Length - (parameters.Length % Vector<float>.Count);
        for (var index = 0; index < whole; index += Vector<float>.Count)
        {
            var at = (nuint)index;
            var mean = Vector.LoadUnsafe(ref first, at) * meanCorrection;
            var root = (Vector.SquareRoot(Vector.LoadUnsafe(ref second, at)) * rootCorrection) + epsilon;
            var decay = weightDecay * Vector.LoadUnsafe(ref parameter, at);
            ((mean / root) + decay).StoreUnsafe(ref direction, at);
        }

        ComputeDirectionReference(
            parameters[whole..], firstMoments[whole..], secondMoments[whole..], destination[whole..], coefficients);
    }

    /// <summary>The definition, one element at a time (You and others, arXiv:1904.00962, algorithm 2).</summary>
    internal static void ComputeDirectionReference(
        ReadOnlySpan<float> parameters,
        ReadOnlySpan<float> firstMoments,
        ReadOnlySpan<float> secondMoments,
        Span<float> destination,
        in LambCoefficients coefficients)
    {
        for (var index = 0; index < parameters.Length; index++)
        {
            var mean = firstMoments[index] * coefficients.MeanCorrection;
            var root = (MathF.Sqrt(secondMoments[index]) * coefficients.RootCorrection) + coefficients.Epsilon;
            destination[index] = (mean / root) + (coefficients.WeightDecay * parameters[index]);
        }
    }
}
