using System.Numerics;
using System.Runtime.InteropServices;
using Decentral.Models.Randomness;

namespace Decentral.Models.Optimizers;

/// <summary>
/// The second phase of 1-bit Adam (Tang and others, arXiv:2102.02888): the variance that plain Adam has found is
/// frozen, workers send their momentum through a one-bit codec with error feedback, and everybody steps with the mean
/// that comes back, which also replaces the momentum. State: the momentum and the frozen variance, two words a
/// parameter, besides the codec's residual. The equations are from memory, checked against the paper's abstract only.
/// </summary>
public static class OneBitAdam
{
    /// <summary>
    /// Whether the variance has settled, so that it may be frozen: its sum has grown by less than 4 % since it was last
    /// looked at. The paper looks back 1 / (1 - β₂) steps; frozen too early, training diverges.
    /// </summary>
    /// <param name="before">Σ v then, at least 0.</param>
    /// <param name="now">Σ v now, at least 0.</param>
    /// <param name="ratio">The least of the smaller over the larger, in (0, 1].</param>
    public static bool IsSettled(double before, double now, double ratio = 0.96)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(before);
        ArgumentOutOfRangeException.ThrowIfNegative(now);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ratio);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ratio, 1);
        return Math.Max(before, now) > 0 && Math.Min(before, now) >= ratio * Math.Max(before, now);
    }

    /// <summary>
    /// What to multiply a variance by that is frozen, so that the first step along the momentum is as long as Adam's last one: it began
    /// at zero, as 1 - β₂ᵗ of what it is an estimate of.
    /// </summary>
    /// <param name="beta2">β₂, in [0, 1).</param>
    /// <param name="steps">t, steps of Adam before; at least 1.</param>
    public static float CorrectionOf(double beta2, long steps)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(beta2);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(beta2, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        return (float)(1 / (1 - PortableMath.Power(beta2, steps)));
    }

    /// <summary>What a worker sends: m ← β₁ m + (1 - β₁) g, from the shared momentum and its own gradient.</summary>
    /// <param name="momentum">m, the same on every worker before; replaced.</param>
    /// <param name="gradient">g, as long.</param>
    /// <param name="beta1">In [0, 1).</param>
    /// <param name="gradientScale">Multiplies the gradient first: the clip.</param>
    public static void UpdateMomentum(
        Span<float> momentum, ReadOnlySpan<float> gradient, double beta1, double gradientScale = 1)
    {
        OuterSpans.RequireEqualLength(momentum, gradient);
        ArgumentOutOfRangeException.ThrowIfNegative(beta1);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(beta1, 1);
        ref var m = ref MemoryMarshal.GetReference(momentum);
        ref var g = ref MemoryMarshal.GetReference(gradient);
        var (kept, added) = ((float)beta1, (float)((1 - beta1) * gradientScale));
        var (keptPart, newPart) = (new Vector<float>(kept), new Vector<float>(added));
        var whole = momentum.Length - (momentum.Length % Vector<float>.Count);
        for (var index = 0; index < whole; index += Vector<float>.Count)
        {
            var at = (nuint)index;
            var updated = (keptPart * Vector.LoadUnsafe(ref m, at)) + (newPart * Vector.LoadUnsafe(ref g, at));
            updated.StoreUnsafe(ref m, at);
        }

        for (var index = whole; index < momentum.Length; index++)
        {
            momentum[index] = (kept * momentum[index]) + (added * gradient[index]);
        }
    }

    /// <summary>
    /// w ← (1 - η λ) w - η m / (√v + ε), without bias correction. Elements whose variance is 0 never had a gradient
    /// (rows of tokens that do not occur): they do not move, for the codec gives them a sign nevertheless and nothing
    /// would divide it.
    /// </summary>
    /// <param name="parameters">w, replaced.</param>
    /// <param name="momentum">m: the mean that came back.</param>
    /// <param name="frozenVariance">v, as plain Adam left it.</param>
    /// <param name="options">Rates of the step.</param>
    public static void Step(
        Span<float> parameters,
        ReadOnlySpan<float> momentum,
        ReadOnlySpan<float> frozenVariance,
        in OneBitAdamStep options)
    {
        options.Validate();
        OuterSpans.RequireEqualLength(parameters, momentum);
        OuterSpans.RequireEqualLength(parameters, frozenVariance);
        ref var w = ref MemoryMarshal.GetReference(parameters);
        ref var m = ref MemoryMarshal.GetReference(momentum);
        ref var v = ref MemoryMarshal.GetReference(frozenVariance);
        var rate = new Vector<float>((float)options.LearningRate);
        var epsilon = new Vector<float>((float)options.Epsilon);
        var keptPart = new Vector<float>(options.KeptPart);
        var whole = parameters.Length - (parameters.Length % Vector<float>.Count);
        for (var index = 0; index < whole; index += Vector<float>.Count)
        {
            var at = (nuint)index;
            var variance = Vector.LoadUnsafe(ref v, at);
            var step = rate * (Vector.LoadUnsafe(ref m, at) / (Vector.SquareRoot(variance) + epsilon));
            var applied = Vector.ConditionalSelect(
                Vector.Equals(variance, Vector<float>.Zero), Vector<float>.Zero, step);
            ((keptPart * Vector.LoadUnsafe(ref w, at)) - applied).StoreUnsafe(ref w, at);
        }

        StepReference(parameters[whole..], momentum[whole..], frozenVariance[whole..], options);
    }

    /// <summary>The definition, one element at a time.</summary>
    internal static void StepReference(
        Span<float> parameters,
        ReadOnlySpan<float> momentum,
        ReadOnlySpan<float> frozenVariance,
        in OneBitAdamStep options)
    {
        for (var index = 0; index < parameters.Length; index++)
        {
            var root = MathF.Sqrt(frozenVariance[index]) + (float)options.Epsilon;
            var step = frozenVariance[index] == 0 ? 0 : (float)options.LearningRate * (momentum[index] / root);
            parameters[index] = (options.KeptPart * parameters[index]) - step;
        }
    }
}
