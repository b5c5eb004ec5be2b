using System.Buffers.Binary;

namespace Decentral.Codecs.Tests;

public sealed class Fp32CodecTests
{
    private static readonly float[] Values =
        [0f, -0f, 1f, -1.5f, float.Epsilon, float.MaxValue, float.NegativeInfinity, float.NaN];

    private readonly Fp32Codec _codec = new();

    [Fact]
    public void TryDecode_WhatWasEncoded_GivesTheSameBits()
    {
        var encoded = new byte[_codec.EncodedLength(Values.Length)];
        var decoded = new float[Values.Length];

        _codec.Encode(Values, encoded);

        Assert.True(_codec.TryDecode(encoded, decoded));
        Assert.Equal(Values.Select(BitConverter.SingleToInt32Bits), decoded.Select(BitConverter.SingleToInt32Bits));
    }

    [Fact]
    public void Encode_Values_WritesThemLittleEndian()
    {
        var encoded = new byte[_codec.EncodedLength(Values.Length)];

        _codec.Encode(Values, encoded);

        Assert.Equal(-1.5f, BinaryPrimitives.ReadSingleLittleEndian(encoded.AsSpan(3 * sizeof(float))));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void ValuesIn_BytesAnywhere_AreTheirValues(int offset)
    {
        var encoded = new byte[_codec.EncodedLength(Values.Length) + offset];
        _codec.Encode(Values, encoded.AsSpan(offset));

        var values = Fp32Codec.ValuesIn(encoded.AsSpan(offset)).ToArray();

        Assert.Equal(Values.Select(BitConverter.SingleToInt32Bits), values.Select(BitConverter.SingleToInt32Bits));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(9)]
    [InlineData(12)]
    public void TryDecode_AnotherLength_IsFalse(int bytes) => Assert.False(_codec.TryDecode(new byte[bytes], new float[2]));

    [Fact]
    public void Encode_DestinationOfAnotherLength_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => _codec.Encode(Values, new byte[4]));

    [Fact]
    public void EncodedLength_BeyondWhatASpanHolds_Throws() =>
        Assert.Throws<OverflowException>(() => _codec.EncodedLength(int.MaxValue));
}
