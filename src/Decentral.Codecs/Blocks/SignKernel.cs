using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Decentral.Codecs.Blocks;

/// <summary>The scale and the signs of one block. Values that are not finite become so first.</summary>
internal static class SignKernel
{
    private const int Step = 8;

    /// <returns>The mean magnitude, which is the scale.</returns>
    internal static float EncodeAndSubtract(Span<float> values, Span<byte> signs)
    {
        var mean = MeanMagnitude(values);
        if (!double.IsFinite(mean))
        {
            FiniteValue.Replace(values);
            mean = MeanMagnitude(values);
        }

        var scale = (float)mean;
        ref var value = ref MemoryMarshal.GetReference(values);
        var scales = Vector256.Create(scale);
        var whole = VectorPart.Of(values.Length, Step);
        for (var index = 0; index < whole; index += Step)
        {
            var read = Vector256.LoadUnsafe(ref value, (nuint)index);
            var isNegative = Vector256.LessThan(read, Vector256<float>.Zero);
            signs[index / 8] = BitPlane.Pack(isNegative);
            (read - Signed(scales, isNegative)).StoreUnsafe(ref value, (nuint)index);
        }

        SubtractReference(values[whole..], scale, signs[(whole / 8)..]);
        return scale;
    }

    /// <summary>The definition, one value at a time.</summary>
    internal static float EncodeAndSubtractReference(Span<float> values, Span<byte> signs)
    {
        FiniteValue.Replace(values);
        var scale = (float)(AddMagnitudes(values, default).Total / values.Length);
        SubtractReference(values, scale, signs);
        return scale;
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

    // In fp64 no number of finite values in a block overflows: the mean is finite when they all are.
    private static double MeanMagnitude(ReadOnlySpan<float> values)
    {
        ref var value = ref MemoryMarshal.GetReference(values);
        var sum = default(LaneSum);
        var whole = VectorPart.Of(values.Length, Step);
        for (var index = 0; index < whole; index += Step)
        {
            sum.Add(Vector256.Abs(Vector256.LoadUnsafe(ref value, (nuint)index)));
        }

        return AddMagnitudes(values[whole..], sum).Total / values.Length;
    }

    private static void SubtractReference(Span<float> values, float scale, Span<byte> signs)
    {
        signs.Clear();
        for (var index = 0; index < values.Length; index++)
        {
            var isNegative = values[index] < 0;
            if (isNegative)
            {
                BitPlane.Set(signs, index);
            }

            values[index] -= isNegative ? -scale : scale;
        }
    }

    // The sum goes by value: one that is referred to would not stay in registers.
    private static LaneSum AddMagnitudes(ReadOnlySpan<float> values, LaneSum sum)
    {
        for (var index = 0; index < values.Length; index++)
        {
            sum.Add(index, Math.Abs(values[index]));
        }

        return sum;
    }

    private static Vector256<float> Signed(Vector256<float> scales, Vector256<float> isNegative) =>
        scales ^ (isNegative & Vector256.Create(-0f));
}
