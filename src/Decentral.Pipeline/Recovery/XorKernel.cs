using System.Numerics;
using System.Runtime.InteropServices;

namespace Decentral.Pipeline.Recovery;

/// <summary>
/// Exclusive or of bytes, the sum of which parity is made. The order in which parts are added does not matter.
/// </summary>
internal static class XorKernel
{
    /// <summary>Adds a part to a sum; what the part is shorter by counts as zeros.</summary>
    /// <param name="sum">At least as long as <paramref name="part"/>; changed in place.</param>
    /// <param name="part">Read only.</param>
    internal static void Add(Span<byte> sum, ReadOnlySpan<byte> part)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sum.Length, part.Length);
        ref var total = ref MemoryMarshal.GetReference(sum);
        ref var added = ref MemoryMarshal.GetReference(part);
        var whole = part.Length - (part.Length % Vector<byte>.Count);
        for (var index = 0; index < whole; index += Vector<byte>.Count)
        {
            var at = (nuint)index;
            (Vector.LoadUnsafe(ref total, at) ^ Vector.LoadUnsafe(ref added, at)).StoreUnsafe(ref total, at);
        }

        AddReference(sum[whole..], part[whole..]);
    }

    /// <summary>The definition, one byte at a time.</summary>
    internal static void AddReference(Span<byte> sum, ReadOnlySpan<byte> part)
    {
        for (var index = 0; index < part.Length; index++)
        {
            sum[index] ^= part[index];
        }
    }
}
