using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Decentral.Codecs.Blocks;

/// <summary>
/// The codes of one block. x / m is at most 1 and code / 127 too, so that neither way overflows, and the greatest value
/// comes back as it was.
/// </summary>
internal static class Int8Kernel
{
    private const float Greatest = 127f;
    private const int Step = 4 * 8;

    internal static void Encode(ReadOnlySpan<float> values, float scale, Span<sbyte> codes)
    {
        if (scale == 0)
        {
            codes.Clear();
            return;
        }

        ref var value = ref MemoryMarshal.GetReference(values);
        ref var code = ref MemoryMarshal.GetReference(codes);
        var scales = Vector256.Create(scale);
        var whole = VectorPart.Of(values.Length, Step);
        for (var index = 0; index < whole; index += Step)
        {
            var first = Round(Vector256.LoadUnsafe(ref value, (nuint)index), scales);
            var second = Round(Vector256.LoadUnsafe(ref value, (nuint)index + 8), scales);
            var third = Round(Vector256.LoadUnsafe(ref value, (nuint)index + 16), scales);
            var fourth = Round(Vector256.LoadUnsafe(ref value, (nuint)index + 24), scales);
            var bytes = Vector256.Narrow(Vector256.Narrow(first, second), Vector256.Narrow(third, fourth));
            bytes.StoreUnsafe(ref code, (nuint)index);
        }

        EncodeReference(values[whole..], scale, codes[whole..]);
    }

    /// <summary>The definition, one value at a time.</summary>
    internal static void EncodeReference(ReadOnlySpan<float> values, float scale, Span<sbyte> codes)
    {
        for (var index = 0; index < values.Length; index++)
        {
            codes[index] = scale == 0 ? (sbyte)0 : (sbyte)MathF.Round(FiniteValue.Of(values[index]) / scale * Greatest);
        }
    }

    /// <returns>False when a code is -128, which no value has.</returns>
    internal static bool TryDecode(ReadOnlySpan<sbyte> codes, float scale, Span<float> values)
    {
        ref var code = ref MemoryMarshal.GetReference(codes);
        ref var value = ref MemoryMarshal.GetReference(values);
        var scales = Vector256.Create(scale);
        var impossible = Vector256<sbyte>.Zero;
        var whole = VectorPart.Of(values.Length, Step);
        for (var index = 0; index < whole; index += Step)
        {
            var bytes = Vector256.LoadUnsafe(ref code, (nuint)index);
            impossible |= Vector256.Equals(bytes, Vector256.Create(sbyte.MinValue));
            var (low, high) = Vector256.Widen(bytes);
            var (first, second) = Vector256.Widen(low);
            var (third, fourth) = Vector256.Widen(high);
            Scale(first, scales).StoreUnsafe(ref value, (nuint)index);
            Scale(second, scales).StoreUnsafe(ref value, (nuint)index + 8);
            Scale(third, scales).StoreUnsafe(ref value, (nuint)index + 16);
            Scale(fourth, scales).StoreUnsafe(ref value, (nuint)index + 24);
        }

        return impossible == Vector256<sbyte>.Zero && TryDecodeReference(codes[whole..], scale, values[whole..]);
    }

    /// <summary>The definition, one value at a time.</summary>
    internal static bool TryDecodeReference(ReadOnlySpan<sbyte> codes, float scale, Span<float> values)
    {
        for (var index = 0; index < values.Length; index++)
        {
            values[index] = codes[index] / Greatest * scale;
        }

        return !codes.Contains(sbyte.MinValue);
    }

    // Rounded before it is converted, it is within 127: the machine's own conversion is exact.
    private static Vector256<int> Round(Vector256<float> values, Vector256<float> scales) =>
        Vector256.ConvertToInt32Native(Vector256.Round(FiniteValue.Of(values) / scales * Vector256.Create(Greatest)));

    private static Vector256<float> Scale(Vector256<int> codes, Vector256<float> scales) =>
        Vector256.ConvertToSingle(codes) / Vector256.Create(Greatest) * scales;
}
