using System.Buffers.Binary;

namespace Decentral.Codecs.Tests;

public sealed class Fp32CodecTests : FormatConformance
{
    private static readonly float[] Some =
        [0f, -0f, 1f, -1.5f, float.Epsilon, float.MaxValue, float.NegativeInfinity, float.NaN];

    private readonly Fp32Codec _codec = new();

    private protected override ITensorFormat Format => _codec;

    [Fact]
    public void TryDecode_WhatWasEncoded_GivesTheSameBits()
    {
        var encoded = new byte[_codec.EncodedLength(Some.Length)];
        var decoded = new float[Some.Length];

        _codec.Encode(Some, encoded);

        Assert.True(_codec.TryDecode(encoded, decoded));
        Assert.Equal(Some.Select(BitConverter.SingleToInt32Bits), decoded.Select(BitConverter.SingleToInt32Bits));
    }

    [Fact]
    public void Encode_Values_WritesThemLittleEndian()
    {
        var encoded = new byte[_codec.EncodedLength(Some.Length)];

        _codec.Encode(Some, encoded);

        Assert.Equal(-1.5f, BinaryPrimitives.ReadSingleLittleEndian(encoded.AsSpan(3 * sizeof(float))));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void ValuesIn_BytesAnywhere_AreTheirValues(int offset)
    {
        var encoded = new byte[_codec.EncodedLength(Some.Length) + offset];
        _codec.Encode(Some, encoded.AsSpan(offset));

        var values = Fp32Codec.ValuesIn(encoded.AsSpan(offset)).ToArray();

        Assert.Equal(Some.Select(BitConverter.SingleToInt32Bits), values.Select(BitConverter.SingleToInt32Bits));
    }

    [Fact]
    public void EncodedLength_BeyondWhatASpanHolds_Throws() =>
        Assert.Throws<OverflowException>(() => _codec.EncodedLength(int.MaxValue));
}
