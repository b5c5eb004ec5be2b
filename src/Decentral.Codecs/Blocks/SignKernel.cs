using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Decentral.Codecs.Blocks;

/// <summary>The scale and the signs of one block.</summary>
internal static class SignKernel
{
    private const int Step = 8;

    internal static float MeanMagnitude(ReadOnlySpan<float> values)
    {
        ref var value = ref MemoryMarshal.GetReference(values);
        var sum = default(LaneSum);
        var whole = VectorPart.Of(values.Length, Step);
        for (var index = 0; index < whole; index += Step)
        {
            sum.Add(Vector256.Abs(FiniteValue.Of(Vector256.LoadUnsafe(ref value, (nuint)index))));
        }

        AddMagnitudes(values[whole..], ref sum);
        return (float)(sum.Total / values.Length);
    }

    /// <summary>The definition, one value at a time.</summary>
    internal static float MeanMagnitudeReference(ReadOnlySpan<float> values)
    {
        var sum = default(LaneSum);
        AddMagnitudes(values, ref sum);
        return (float)(sum.Total / values.Length);
    }

    internal static void EncodeAndSubtract(Span<float> values, float scale, Span<byte> signs)
    {
        ref var value = ref MemoryMarshal.GetReference(values);
        var scales = Vector256.Create(scale);
        var whole = VectorPart.Of(values.Length, Step);
        for (var index = 0; index < whole; index += Step)
        {
            var finite = FiniteValue.Of(Vector256.LoadUnsafe(ref value, (nuint)index));
            var isNegative = Vector256.LessThan(finite, Vector256<float>.Zero);
            signs[index / 8] = BitPlane.Pack(isNegative);
            (finite - Signed(scales, isNegative)).StoreUnsafe(ref value, (nuint)index);
        }

        EncodeAndSubtractReference(values[whole..], scale, signs[(whole / 8)..]);
    }

    /// <summary>The definition, one value at a time.</summary>
    internal static void EncodeAndSubtractReference(Span<float> values, float scale, Span<byte> signs)
    {
        signs.Clear();
        for (var index = 0; index < values.Length; index++)
        {
            var value = FiniteValue.Of(values[index]);
            if (value < 0)
            {
                BitPlane.Set(signs, index);
            }

            values[index] = value - (value < 0 ? -scale : scale);
        }
    }

    internal static void Decode(ReadOnlySpan<byte> signs, float scale, Span<float> values)
    {
        ref var value = ref MemoryMarshal.GetReference(values);
        var scales = Vector256.Create(scale);
        var whole = VectorPart.Of(values.Length, Step);
        for (var index = 0; index < whole; index += Step)
        {
            Signed(scales, BitPlane.Unpack(signs[index / 8])).StoreUnsafe(ref value, (nuint)index);
        }

        DecodeReference(signs[(whole / 8)..], scale, values[whole..]);
    }

    /// <summary>The definition, one value at a time.</summary>
    internal static void DecodeReference(ReadOnlySpan<byte> signs, float scale, Span<float> values)
    {
        for (var index = 0; index < values.Length; index++)
        {
            values[index] = BitPlane.IsSet(signs, index) ? -scale : scale;
        }
    }

    private static void AddMagnitudes(ReadOnlySpan<float> values, ref LaneSum sum)
    {
        for (var index = 0; index < values.Length; index++)
        {
            sum.Add(index, Math.Abs(FiniteValue.Of(values[index])));
        }
    }

    private static Vector256<float> Signed(Vector256<float> scales, Vector256<float> isNegative) =>
        scales ^ (isNegative & Vector256.Create(-0f));
}
