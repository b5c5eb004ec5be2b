using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Decentral.Codecs.HalfPrecision;

/// <summary>
/// fp32 to fp16 and back. The runtime has no vectors of halves, so both ways go over the bits; the single
/// floating-point operation in each lets the machine round, or normalise, a denormal.
/// </summary>
internal static class Fp16Kernel
{
    private const uint Sign = 0x8000_0000;
    private const int DroppedBits = 23 - 10;

    // fp32 and fp16 have exponents biased by 127 and 15.
    private const uint Rebias = (127 - 15) << 23;
    private const uint LeastNormal = Rebias + (1 << 23);
    private const uint BeyondHalf = Rebias + (31 << 23);

    // Just below half of what the last bit of a half counts, so that an odd bit makes it exactly half.
    private const uint RoundAndRebias = unchecked((1u << (DroppedBits - 1)) - 1 - Rebias);
    private const uint SingleInfinity = 0x7F80_0000;
    private const uint HalfInfinity = 0x7C00;
    private const uint HalfNaN = 0x7E00;

    // 0.5: adding it leaves a half's denormal, rounded to even, in the lowest bits of the mantissa.
    private const uint DenormalAligner = 126 << 23;

    internal static void Encode(ReadOnlySpan<float> values, Span<ushort> halves)
    {
        ref var value = ref MemoryMarshal.GetReference(values);
        ref var half = ref MemoryMarshal.GetReference(halves);
        var whole = VectorPart.Of(values.Length, Vector256<ushort>.Count);
        for (var index = 0; index < whole; index += Vector256<ushort>.Count)
        {
            var low = ToHalves(Vector256.LoadUnsafe(ref value, (nuint)index).AsUInt32());
            var high = ToHalves(Vector256.LoadUnsafe(ref value, (nuint)(index + Vector256<float>.Count)).AsUInt32());
            Vector256.Narrow(low, high).StoreUnsafe(ref half, (nuint)index);
        }

        EncodeReference(values[whole..], halves[whole..]);
    }

    /// <summary>The definition, one value at a time, by the runtime's own conversion.</summary>
    internal static void EncodeReference(ReadOnlySpan<float> values, Span<ushort> halves)
    {
        for (var index = 0; index < values.Length; index++)
        {
            var value = values[index];
            halves[index] = float.IsNaN(value)
                ? (ushort)(float.IsNegative(value) ? 0x8000 | HalfNaN : HalfNaN)
                : BitConverter.HalfToUInt16Bits((Half)value);
        }
    }

    internal static void Decode(ReadOnlySpan<ushort> halves, Span<float> values)
    {
        ref var half = ref MemoryMarshal.GetReference(halves);
        ref var value = ref MemoryMarshal.GetReference(values);
        var whole = VectorPart.Of(values.Length, Vector256<ushort>.Count);
        for (var index = 0; index < whole; index += Vector256<ushort>.Count)
        {
            var (low, high) = Vector256.Widen(Vector256.LoadUnsafe(ref half, (nuint)index));
            ToSingles(low).StoreUnsafe(ref value, (nuint)index);
            ToSingles(high).StoreUnsafe(ref value, (nuint)(index + Vector256<float>.Count));
        }

        DecodeReference(halves[whole..], values[whole..]);
    }

    /// <summary>The definition, one value at a time, by the runtime's own conversion.</summary>
    internal static void DecodeReference(ReadOnlySpan<ushort> halves, Span<float> values)
    {
        for (var index = 0; index < values.Length; index++)
        {
            var half = BitConverter.UInt16BitsToHalf(halves[index]);

            // A signalling NaN of the wire stays what it is; the conversion would make it quiet.
            values[index] = Half.IsNaN(half)
                ? BitConverter.UInt32BitsToSingle(NaNBits(halves[index]))
                : (float)half;
        }
    }

    private static uint NaNBits(uint half) =>
        ((half & 0x8000) << 16) | SingleInfinity | ((half & 0x03FF) << DroppedBits);

    private static Vector256<uint> ToHalves(Vector256<uint> bits)
    {
        var sign = bits & Vector256.Create(Sign);
        var magnitude = bits ^ sign;

        var isOdd = (magnitude >> DroppedBits) & Vector256<uint>.One;
        var rounding = Vector256.Create(RoundAndRebias) + isOdd;
        var normal = (magnitude + rounding) >> DroppedBits;

        var aligner = Vector256.Create(DenormalAligner);
        var denormal = (magnitude.AsSingle() + aligner.AsSingle()).AsUInt32() - aligner;

        var isNaN = IsGreater(magnitude, SingleInfinity);
        var special = Vector256.ConditionalSelect(isNaN, Vector256.Create(HalfNaN), Vector256.Create(HalfInfinity));

        var half = Vector256.ConditionalSelect(IsGreater(magnitude, LeastNormal - 1), normal, denormal);
        half = Vector256.ConditionalSelect(IsGreater(magnitude, BeyondHalf - 1), special, half);
        return half | (sign >> 16);
    }

    private static Vector256<float> ToSingles(Vector256<uint> halves)
    {
        var sign = (halves & Vector256.Create(0x8000u)) << 16;
        var shifted = (halves & Vector256.Create(0x7FFFu)) << DroppedBits;
        var normal = shifted + Vector256.Create(Rebias);
        var special = normal + Vector256.Create(Rebias);

        // A denormal gets the exponent of the least normal half, and that half is taken away again.
        var leastNormal = Vector256.Create(LeastNormal);
        var denormal = ((normal + Vector256.Create(1u << 23)).AsSingle() - leastNormal.AsSingle()).AsUInt32();

        var isDenormal = Vector256.LessThan(shifted.AsInt32(), Vector256.Create(1 << 23)).AsUInt32();
        var bits = Vector256.ConditionalSelect(isDenormal, denormal, normal);
        bits = Vector256.ConditionalSelect(IsGreater(shifted, (31 << 23) - 1), special, bits);
        return (bits | sign).AsSingle();
    }

    // Magnitudes have no sign bit, so that a signed comparison, which every machine has, does.
    private static Vector256<uint> IsGreater(Vector256<uint> magnitudes, uint bound) =>
        Vector256.GreaterThan(magnitudes.AsInt32(), Vector256.Create((int)bound)).AsUInt32();
}
