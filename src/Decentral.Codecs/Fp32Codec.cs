using System.Runtime.InteropServices;

namespace Decentral.Codecs;

/// <summary>The values themselves, little-endian.</summary>
public sealed class Fp32Codec : ITensorCodec
{
    /// <inheritdoc />
    public string Name => "fp32";

    /// <inheritdoc />
    public int BlockLength => 1;

    /// <summary>The values of encoded bytes where they lie, which need not be where an fp32 value is aligned.</summary>
    /// <param name="encoded">Any; what is no whole value at their end is left out.</param>
    public static ReadOnlySpan<float> ValuesIn(ReadOnlySpan<byte> encoded) => MemoryMarshal.Cast<byte, float>(encoded);

    /// <inheritdoc />
    public int EncodedLength(int valueCount) => checked(valueCount * sizeof(float));

    /// <inheritdoc />
    public void Encode(ReadOnlySpan<float> values, Span<byte> destination)
    {
        var bytes = MemoryMarshal.AsBytes(values);
        ArgumentOutOfRangeException.ThrowIfNotEqual(destination.Length, bytes.Length);
        bytes.CopyTo(destination);
    }

    /// <inheritdoc />
    public bool TryDecode(ReadOnlySpan<byte> encoded, Span<float> destination)
    {
        var bytes = MemoryMarshal.AsBytes(destination);
        return encoded.Length == bytes.Length && encoded.TryCopyTo(bytes);
    }
}
