namespace Decentral.Codecs.Tests;

/// <summary>Both kinds of codec, used alike.</summary>
internal static class Coding
{
    /// <summary>Encodes values, which stay as they are.</summary>
    public static byte[] Encode(ITensorFormat format, ReadOnlySpan<float> values) => Encode(format, values, out _);

    /// <summary>Encodes values, which stay as they are.</summary>
    /// <param name="format">Either kind of codec.</param>
    /// <param name="values">Any.</param>
    /// <param name="rest">What a contractive codec left; empty for another.</param>
    public static byte[] Encode(ITensorFormat format, ReadOnlySpan<float> values, out float[] rest)
    {
        // Not zero: what an encoder does not write would show.
        var encoded = new byte[format.EncodedLength(values.Length)];
        encoded.AsSpan().Fill(0xA5);
        rest = format is IContractiveCodec ? values.ToArray() : [];
        Encode(format, values, rest, encoded);
        return encoded;
    }

    public static void Encode(
        ITensorFormat format, ReadOnlySpan<float> values, Span<float> valuesToChange, Span<byte> destination)
    {
        if (format is IContractiveCodec contractive)
        {
            contractive.EncodeAndSubtract(valuesToChange, destination);
        }
        else
        {
            ((ITensorCodec)format).Encode(values, destination);
        }
    }

    public static float[] Decode(ITensorFormat format, ReadOnlySpan<byte> encoded, int valueCount)
    {
        var decoded = new float[valueCount];
        decoded.AsSpan().Fill(float.NaN);
        Assert.True(format.TryDecode(encoded, decoded));
        return decoded;
    }

    public static float[] RoundTrip(ITensorFormat format, ReadOnlySpan<float> values) =>
        Decode(format, Encode(format, values), values.Length);
}
