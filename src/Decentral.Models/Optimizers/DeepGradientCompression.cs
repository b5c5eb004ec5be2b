using System.Numerics;
using System.Runtime.InteropServices;

namespace Decentral.Models.Optimizers;

/// <summary>
/// What a sender does around a sparse codec in Deep Gradient Compression (Lin and others, arXiv:1712.01887): it keeps
/// momentum to itself and sends accumulated velocity, so that receivers add up what comes without a momentum of their
/// own. State: two words a parameter, the velocity u and the residual v, both zero at first; they are part of a
/// snapshot, for what they hold is sent to nobody else. A step is <see cref="Accumulate"/>, the codec's choice among
/// the residuals, and <see cref="RemoveSent"/> with what the codec's receivers will decode. Weight decay goes into
/// neither.
/// </summary>
public static class DeepGradientCompression
{
    private const double Epsilon = 1e-6;

    /// <summary>
    /// Local clipping (§3.2): what to multiply a worker's gradient by before it is accumulated, so that the sum over
    /// the workers has about the norm that clipping their mean would allow.
    /// </summary>
    /// <param name="norm">Of this worker's gradient.</param>
    /// <param name="maxNorm">The threshold for the gradient of all, above 0.</param>
    /// <param name="workers">At least 1; each may have the threshold over √workers.</param>
    public static double ClipCoefficient(double norm, double maxNorm, int workers)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(norm);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxNorm);
        ArgumentOutOfRangeException.ThrowIfLessThan(workers, 1);
        return Math.Min(1, maxNorm / Math.Sqrt(workers) / (norm + Epsilon));
    }

    /// <summary>
    /// Momentum correction (§3.2): u ← μ u + g and v ← v + u; with Nesterov u ← μ (u + g) and v ← v + u + g.
    /// </summary>
    /// <param name="velocity">u, replaced.</param>
    /// <param name="residual">v, replaced; may hold what could not be sent for many steps.</param>
    /// <param name="gradient">g, as long as both.</param>
    /// <param name="options">The momentum and the clip.</param>
    public static void Accumulate(
        Span<float> velocity, Span<float> residual, ReadOnlySpan<float> gradient, in DgcStep options)
    {
        options.Validate();
        OuterSpans.RequireEqualLength(velocity, residual);
        OuterSpans.RequireEqualLength(velocity, gradient);
        ref var u = ref MemoryMarshal.GetReference(velocity);
        ref var v = ref MemoryMarshal.GetReference(residual);
        ref var g = ref MemoryMarshal.GetReference(gradient);
        var scale = new Vector<float>((float)options.GradientScale);
        var decay = new Vector<float>((float)options.Momentum);
        var whole = velocity.Length - (velocity.Length % Vector<float>.Count);
        for (var index = 0; index < whole; index += Vector<float>.Count)
        {
            var at = (nuint)index;
            var scaled = Vector.LoadUnsafe(ref g, at) * scale;
            var before = Vector.LoadUnsafe(ref u, at);
            var updated = options.Nesterov ? decay * (before + scaled) : (decay * before) + scaled;
            var fed = options.Nesterov ? updated + scaled : updated;
            updated.StoreUnsafe(ref u, at);
            (Vector.LoadUnsafe(ref v, at) + fed).StoreUnsafe(ref v, at);
        }

        AccumulateReference(velocity[whole..], residual[whole..], gradient[whole..], options);
    }

    /// <summary>
    /// Takes out of the residual what was sent, and stops the velocity there (momentum factor masking, §3.3), so that a
    /// stale momentum does not carry on. For values that the codec rounded the error stays in the residual and nothing
    /// is lost.
    /// </summary>
    /// <param name="velocity">u, replaced.</param>
    /// <param name="residual">v, replaced.</param>
    /// <param name="sent">What receivers decode, 0 where nothing was sent.</param>
    public static void RemoveSent(Span<float> velocity, Span<float> residual, ReadOnlySpan<float> sent)
    {
        OuterSpans.RequireEqualLength(velocity, residual);
        OuterSpans.RequireEqualLength(velocity, sent);
        ref var u = ref MemoryMarshal.GetReference(velocity);
        ref var v = ref MemoryMarshal.GetReference(residual);
        ref var s = ref MemoryMarshal.GetReference(sent);
        var whole = velocity.Length - (velocity.Length % Vector<float>.Count);
        for (var index = 0; index < whole; index += Vector<float>.Count)
        {
            var at = (nuint)index;
            var taken = Vector.LoadUnsafe(ref s, at);
            var isKept = Vector.Equals(taken, Vector<float>.Zero);
            Vector.ConditionalSelect(isKept, Vector.LoadUnsafe(ref u, at), Vector<float>.Zero).StoreUnsafe(ref u, at);
            (Vector.LoadUnsafe(ref v, at) - taken).StoreUnsafe(ref v, at);
        }

        RemoveSentReference(velocity[whole..], residual[whole..], sent[whole..]);
    }

    /// <summary>The definition, one element at a time.</summary>
    internal static void AccumulateReference(
        Span<float> velocity, Span<float> residual, ReadOnlySpan<float> gradient, in DgcStep options)
    {
        var (scale, decay) = ((float)options.GradientScale, (float)options.Momentum);
        for (var index = 0; index < velocity.Length; index++)
        {
            var scaled = gradient[index] * scale;
            velocity[index] = options.Nesterov
                ? decay * (velocity[index] + scaled)
                : (decay * velocity[index]) + scaled;
            residual[index] += options.Nesterov ? velocity[index] + scaled : velocity[index];
        }
    }

    /// <summary>The definition, one element at a time.</summary>
    internal static void RemoveSentReference(Span<float> velocity, Span<float> residual, ReadOnlySpan<float> sent)
    {
        for (var index = 0; index < velocity.Length; index++)
        {
            velocity[index] = sent[index] == 0 ? velocity[index] : 0;
            residual[index] -= sent[index];
        }
    }
}
