using System.Runtime.InteropServices;

namespace Decentral.Codecs.HalfPrecision;

/// <summary>
/// IEEE 754 half precision, little-endian, rounded to nearest with ties to even, with its denormals. A finite value of
/// 65,520 or more becomes an infinity; NaN becomes the quiet NaN of its sign.
/// </summary>
public sealed class Fp16Codec : ITensorCodec
{
    /// <inheritdoc />
    public string Name => "fp16";

    /// <inheritdoc />
    public int BlockLength => 1;

    /// <inheritdoc />
    public int EncodedLength(int valueCount) => checked(valueCount * sizeof(ushort));

    /// <inheritdoc />
    public void Encode(ReadOnlySpan<float> values, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(destination.Length, EncodedLength(values.Length));
        Fp16Kernel.Encode(values, MemoryMarshal.Cast<byte, ushort>(destination));
    }

    /// <inheritdoc />
    public bool TryDecode(ReadOnlySpan<byte> encoded, Span<float> destination)
    {
        if (encoded.Length != (long)destination.Length * sizeof(ushort))
        {
            return false;
        }

        Fp16Kernel.Decode(MemoryMarshal.Cast<byte, ushort>(encoded), destination);
        return true;
    }
}
