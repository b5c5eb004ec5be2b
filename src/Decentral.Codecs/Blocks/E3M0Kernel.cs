using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Decentral.Codecs.Blocks;

/// <summary>
/// The codes of one block. A ratio r is in (0, 1]; its exponent, after the midpoint has carried a mantissa that is
/// great enough over into it, is the rounded logarithm. 0 / 0 is NaN, which is not above the least ratio: code 0.
/// </summary>
internal static class E3M0Kernel
{
    private const int MantissaBits = 23;
    private const int OneInExponents = 127;
    private const int GreatestCode = 7;
    private const int SignOfCode = 8;
    private const float LeastRatio = 1f / 128;
    private const int Step = 4 * 8;

    internal static void Encode(ReadOnlySpan<float> values, float scale, int midpoint, Span<byte> codes)
    {
        ref var value = ref MemoryMarshal.GetReference(values);
        ref var code = ref MemoryMarshal.GetReference(codes);
        var scales = Vector256.Create(scale);
        var carry = Vector256.Create(CarryOf(midpoint));
        var whole = VectorPart.Of(values.Length, Step);
        for (var index = 0; index < whole; index += Step)
        {
            var first = ToCodes(Vector256.LoadUnsafe(ref value, (nuint)index), scales, carry);
            var second = ToCodes(Vector256.LoadUnsafe(ref value, (nuint)index + 8), scales, carry);
            var third = ToCodes(Vector256.LoadUnsafe(ref value, (nuint)index + 16), scales, carry);
            var fourth = ToCodes(Vector256.LoadUnsafe(ref value, (nuint)index + 24), scales, carry);
            var bytes = Vector256.Narrow(Vector256.Narrow(first, second), Vector256.Narrow(third, fourth)).AsUInt16();
            var pairs = (bytes | (bytes >> 4)) & Vector256.Create((ushort)0xFF);
            Vector128.Narrow(pairs.GetLower(), pairs.GetUpper()).StoreUnsafe(ref code, (nuint)index / 2);
        }

        EncodeReference(values[whole..], scale, midpoint, codes[(whole / 2)..]);
    }

    /// <summary>The definition, one value at a time.</summary>
    internal static void EncodeReference(ReadOnlySpan<float> values, float scale, int midpoint, Span<byte> codes)
    {
        codes.Clear();
        for (var index = 0; index < values.Length; index++)
        {
            var code = ToCode(FiniteValue.Of(values[index]), scale, midpoint);
            codes[index / 2] |= (byte)(code << (index % 2 * 4));
        }
    }

    /// <returns>False for a negative zero, or when the spare half of an odd block is not empty.</returns>
    internal static bool TryDecode(ReadOnlySpan<byte> codes, float scale, Span<float> values)
    {
        ref var code = ref MemoryMarshal.GetReference(codes);
        ref var value = ref MemoryMarshal.GetReference(values);
        var magnitudes = Magnitudes(scale);
        var impossible = Vector256<byte>.Zero;
        var whole = VectorPart.Of(values.Length, Step);
        for (var index = 0; index < whole; index += Step)
        {
            var (lowPairs, highPairs) = Vector128.Widen(Vector128.LoadUnsafe(ref code, (nuint)index / 2));
            var pairs = Vector256.Create(lowPairs, highPairs);
            var bytes = ((pairs | (pairs << 4)) & Vector256.Create((ushort)0x0F0F)).AsByte();
            impossible |= Vector256.Equals(bytes, Vector256.Create((byte)SignOfCode));
            var (low, high) = Vector256.Widen(bytes);
            var (first, second) = Vector256.Widen(low);
            var (third, fourth) = Vector256.Widen(high);
            ToValues(first, magnitudes).StoreUnsafe(ref value, (nuint)index);
            ToValues(second, magnitudes).StoreUnsafe(ref value, (nuint)index + 8);
            ToValues(third, magnitudes).StoreUnsafe(ref value, (nuint)index + 16);
            ToValues(fourth, magnitudes).StoreUnsafe(ref value, (nuint)index + 24);
        }

        return impossible == Vector256<byte>.Zero
            && TryDecodeReference(codes[(whole / 2)..], scale, values[whole..]);
    }

    /// <summary>The definition, one value at a time.</summary>
    internal static bool TryDecodeReference(ReadOnlySpan<byte> codes, float scale, Span<float> values)
    {
        for (var index = 0; index < values.Length; index++)
        {
            var code = (codes[index / 2] >> (index % 2 * 4)) & 0xF;
            if (code == SignOfCode)
            {
                return false;
            }

            var magnitude = (code & GreatestCode) == 0 ? 0f : MathF.ScaleB(scale, (code & GreatestCode) - GreatestCode);
            values[index] = code > SignOfCode ? -magnitude : magnitude;
        }

        return values.Length % 2 == 0 || codes[^1] >> 4 == 0;
    }

    private static int ToCode(float value, float scale, int midpoint)
    {
        var ratio = Math.Abs(value) / scale;
        if (!(ratio >= LeastRatio))
        {
            return 0;
        }

        var exponent = ((BitConverter.SingleToInt32Bits(ratio) + CarryOf(midpoint)) >> MantissaBits) - OneInExponents;
        return Math.Max(exponent + GreatestCode, 1) | (value < 0 ? SignOfCode : 0);
    }

    private static int CarryOf(int midpoint) => (1 << MantissaBits) - midpoint;

    private static Vector256<int> ToCodes(Vector256<float> values, Vector256<float> scales, Vector256<int> carry)
    {
        var finite = FiniteValue.Of(values);
        var ratios = Vector256.Abs(finite) / scales;
        var exponents = (ratios.AsInt32() + carry) >> MantissaBits;
        var codes = Vector256.Max(exponents - Vector256.Create(OneInExponents - GreatestCode), Vector256<int>.One);
        var signs = (finite.AsUInt32() >> 31 << 3).AsInt32();
        return (codes | signs) & Vector256.GreaterThanOrEqual(ratios, Vector256.Create(LeastRatio)).AsInt32();
    }

    private static Vector256<float> Magnitudes(float scale)
    {
        var powers = Vector256.Create(0f, 1f / 64, 1f / 32, 1f / 16, 1f / 8, 1f / 4, 1f / 2, 1f);
        return powers * scale;
    }

    private static Vector256<float> ToValues(Vector256<uint> codes, Vector256<float> magnitudes)
    {
        var indices = (codes & Vector256.Create((uint)GreatestCode)).AsInt32();
        var signs = (codes & Vector256.Create((uint)SignOfCode)) << 28;
        return Vector256.ShuffleNative(magnitudes, indices) ^ signs.AsSingle();
    }
}
