using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Decentral.Codecs.HalfPrecision;

/// <summary>fp32 to bf16 and back, on the bits.</summary>
internal static class Bf16Kernel
{
    private const uint Magnitude = 0x7FFF_FFFF;
    private const uint Infinity = 0x7F80_0000;
    private const uint QuietNaN = 0x0040_0000;

    internal static void Encode(ReadOnlySpan<float> values, Span<ushort> halves)
    {
        ref var value = ref MemoryMarshal.GetReference(values);
        ref var half = ref MemoryMarshal.GetReference(halves);
        var whole = VectorPart.Of(values.Length, Vector256<ushort>.Count);
        for (var index = 0; index < whole; index += Vector256<ushort>.Count)
        {
            var low = Round(Vector256.LoadUnsafe(ref value, (nuint)index).AsUInt32());
            var high = Round(Vector256.LoadUnsafe(ref value, (nuint)(index + Vector256<float>.Count)).AsUInt32());
            Vector256.Narrow(low, high).StoreUnsafe(ref half, (nuint)index);
        }

        EncodeReference(values[whole..], halves[whole..]);
    }

    /// <summary>The definition, one value at a time.</summary>
    internal static void EncodeReference(ReadOnlySpan<float> values, Span<ushort> halves)
    {
        for (var index = 0; index < values.Length; index++)
        {
            var bits = BitConverter.SingleToUInt32Bits(values[index]);
            var isEven = 1 - ((bits >> 16) & 1);
            var rounded = float.IsNaN(values[index]) ? bits | QuietNaN : bits + 0x8000 - isEven;
            halves[index] = (ushort)(rounded >> 16);
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
            (low << 16).AsSingle().StoreUnsafe(ref value, (nuint)index);
            (high << 16).AsSingle().StoreUnsafe(ref value, (nuint)(index + Vector256<float>.Count));
        }

        DecodeReference(halves[whole..], values[whole..]);
    }

    /// <summary>The definition, one value at a time.</summary>
    internal static void DecodeReference(ReadOnlySpan<ushort> halves, Span<float> values)
    {
        for (var index = 0; index < values.Length; index++)
        {
            values[index] = BitConverter.UInt32BitsToSingle((uint)halves[index] << 16);
        }
    }

    private static Vector256<uint> Round(Vector256<uint> bits)
    {
        var isOdd = (bits >> 16) & Vector256<uint>.One;
        var rounded = bits + Vector256.Create(0x7FFFu) + isOdd;
        var isNaN = Vector256.GreaterThan(
            (bits & Vector256.Create(Magnitude)).AsInt32(), Vector256.Create((int)Infinity)).AsUInt32();
        return Vector256.ConditionalSelect(isNaN, bits | Vector256.Create(QuietNaN), rounded) >> 16;
    }
}
