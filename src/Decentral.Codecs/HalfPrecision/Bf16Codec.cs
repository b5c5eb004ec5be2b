using System.Runtime.InteropServices;

namespace Decentral.Codecs.HalfPrecision;

/// <summary>
/// The upper half of each value, little-endian, rounded to nearest with ties to even: 8 bits of exponent, 7 of
/// mantissa. NaN stays NaN and an infinity itself; a finite value above 3.396e38 becomes an infinity.
/// </summary>
public sealed class Bf16Codec : ITensorCodec
{
    /// <inheritdoc />
    public string Name => "bf16";

    /// <inheritdoc />
    public int BlockLength => 1;

    /// <summary>The upper halves of values where they lie, which need not be where such a half is aligned.</summary>
    /// <param name="encoded">Any; what is no whole half at their end is left out.</param>
    public static ReadOnlySpan<ushort> HalvesIn(ReadOnlySpan<byte> encoded) => MemoryMarshal.Cast<byte, ushort>(encoded);

    /// <inheritdoc />
    public int EncodedLength(int valueCount) => checked(valueCount * sizeof(ushort));

    /// <inheritdoc />
    public void Encode(ReadOnlySpan<float> values, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(destination.Length, EncodedLength(values.Length));
        Bf16Kernel.Encode(values, MemoryMarshal.Cast<byte, ushort>(destination));
    }

    /// <inheritdoc />
    public bool TryDecode(ReadOnlySpan<byte> encoded, Span<float> destination)
    {
        if (encoded.Length != (long)destination.Length * sizeof(ushort))
        {
            return false;
        }

        Bf16Kernel.Decode(MemoryMarshal.Cast<byte, ushort>(encoded), destination);
        return true;
    }
}
