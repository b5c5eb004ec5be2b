using System.Numerics;
using System.Runtime.InteropServices;

namespace Decentral.Models.Optimizers;

/// <summary>The displacement of a replica, and how a replica takes up the shared parameters again.</summary>
public static class PseudoGradient
{
    /// <summary>Global minus local: a descent direction.</summary>
    /// <param name="global">The parameters that the inner steps began with.</param>
    /// <param name="local">The parameters after them.</param>
    /// <param name="destination">May be the memory of <paramref name="local"/>.</param>
    public static void Compute(ReadOnlySpan<float> global, ReadOnlySpan<float> local, Span<float> destination)
    {
        OuterSpans.RequireEqualLength(global, local);
        OuterSpans.RequireEqualLength(global, destination);
        ref var before = ref MemoryMarshal.GetReference(global);
        ref var after = ref MemoryMarshal.GetReference(local);
        ref var difference = ref MemoryMarshal.GetReference(destination);
        var whole = global.Length - (global.Length % Vector<float>.Count);
        for (var index = 0; index < whole; index += Vector<float>.Count)
        {
            var at = (nuint)index;
            (Vector.LoadUnsafe(ref before, at) - Vector.LoadUnsafe(ref after, at)).StoreUnsafe(ref difference, at);
        }

        for (var index = whole; index < global.Length; index++)
        {
            destination[index] = global[index] - local[index];
        }
    }

    /// <summary>
    /// α · local + (1 - α) · global (Streaming DiLoCo, arXiv:2501.18512, §2); α = 0 takes the global exactly.
    /// </summary>
    /// <param name="local">The replica's parameters, replaced.</param>
    /// <param name="global">The shared parameters.</param>
    /// <param name="mixing">α, in [0, 1).</param>
    public static void Merge(Span<float> local, ReadOnlySpan<float> global, double mixing)
    {
        OuterSpans.RequireEqualLength(local, global);
        ArgumentOutOfRangeException.ThrowIfNegative(mixing);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(mixing, 1);
        if (mixing == 0)
        {
            global.CopyTo(local);
            return;
        }

        var localPart = (float)mixing;
        var globalPart = (float)(1 - mixing);
        for (var index = 0; index < local.Length; index++)
        {
            local[index] = (localPart * local[index]) + (globalPart * global[index]);
        }
    }
}
