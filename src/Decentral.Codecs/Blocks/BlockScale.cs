using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Decentral.Codecs.Blocks;

/// <summary>The scale at the head of a block: fp32, little-endian, finite and not negative.</summary>
internal static class BlockScale
{
    internal const int Bytes = sizeof(float);

    /// <summary>The greatest magnitude in a block.</summary>
    internal static float Greatest(ReadOnlySpan<float> values)
    {
        ref var value = ref MemoryMarshal.GetReference(values);
        var whole = VectorPart.Of(values.Length, 2 * Vector256<float>.Count);
        var (even, odd) = (Vector256<float>.Zero, Vector256<float>.Zero);
        for (var index = 0; index < whole; index += 2 * Vector256<float>.Count)
        {
            var first = FiniteValue.Of(Vector256.LoadUnsafe(ref value, (nuint)index));
            var second = FiniteValue.Of(Vector256.LoadUnsafe(ref value, (nuint)(index + Vector256<float>.Count)));
            even = Vector256.MaxNative(even, Vector256.Abs(first));
            odd = Vector256.MaxNative(odd, Vector256.Abs(second));
        }

        var greatest = GreatestReference(values[whole..]);
        var lanes = Vector256.MaxNative(even, odd);
        for (var lane = 0; lane < Vector256<float>.Count; lane++)
        {
            greatest = Math.Max(greatest, lanes[lane]);
        }

        return greatest;
    }

    /// <summary>The definition, one value at a time.</summary>
    internal static float GreatestReference(ReadOnlySpan<float> values)
    {
        var greatest = 0f;
        foreach (var value in values)
        {
            greatest = Math.Max(greatest, Math.Abs(FiniteValue.Of(value)));
        }

        return greatest;
    }

    internal static void Write(Span<byte> destination, float scale) =>
        BinaryPrimitives.WriteSingleLittleEndian(destination, scale);

    /// <summary>False for NaN, an infinity, and whatever has the sign bit, negative zero included.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> encoded, out float scale)
    {
        scale = BinaryPrimitives.ReadSingleLittleEndian(encoded);
        return float.IsFinite(scale) && !float.IsNegative(scale);
    }
}
