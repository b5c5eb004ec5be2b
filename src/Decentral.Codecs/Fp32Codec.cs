using System.Runtime.InteropServices;

namespace Decentral.Codecs;

/// <summary>The values themselves, little-endian.</summary>
public sealed class Fp32Codec : ITensorCodec
{
    /// <inheritdoc />
    public string Name => "fp32";

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
