using Decentral.Codecs.Blocks;
using FsCheck;
using FsCheck.Fluent;

namespace Decentral.Codecs.Tests.Blocks;

public sealed class E3M0CodecTests : FormatConformance
{
    private const int Geometric = 0x3504F4;
    private const int Arithmetic = 0x400000;
    private static readonly E3M0Codec ByArithmetic = new(rounding: E3M0Rounding.Arithmetic);

    private protected override ITensorFormat Format { get; } = new E3M0Codec();

    [Fact]
    public void Encode_KnownValues_GivesGoldenBytes()
    {
        float[] values = [1f, -0.5f, 0.25f, 0f, 0.72f];

        Assert.Equal("0000803FE70507", Convert.ToHexString(Coding.Encode(Format, values)));
        Assert.Equal("0000803FE70506", Convert.ToHexString(Coding.Encode(ByArithmetic, values)));
    }

    [Fact]
    public void RoundTrip_AnyRatio_IsTheDefinition()
    {
        float[] ratios = [1f, .. Enumerable.Range(1, 20_000).Select(step => step / 20_000f)];

        foreach (var block in ratios[1..].Chunk(255))
        {
            float[] values = [1f, .. block];
            Assert.Equal(values.Select(NearestExponent), Coding.RoundTrip(Format, values));
            Assert.Equal(values.Select(NearestValue), Coding.RoundTrip(ByArithmetic, values));
        }
    }

    [Theory]
    [InlineData(1f / 128, 1f / 64)]
    [InlineData(0.0078124995f, 0f)]
    [InlineData(-1f / 128, -1f / 64)]
    [InlineData(-0.0078124995f, 0f)]
    public void RoundTrip_AboutTheLeastRatio_IsZeroBelowIt(float value, float expected)
    {
        Values.AssertSameBits([1f, expected], Coding.RoundTrip(Format, [1f, value]));
        Values.AssertSameBits([1f, expected], Coding.RoundTrip(ByArithmetic, [1f, value]));
    }

    [Theory]
    [InlineData(0x3F35_04F3u, 0.5f)]
    [InlineData(0x3F35_04F4u, 1f)]
    [InlineData(0x3E35_04F3u, 0.125f)]
    [InlineData(0x3E35_04F4u, 0.25f)]
    public void RoundTrip_AboutTheGeometricMean_GoesToTheNearestExponent(uint bits, float expected) =>
        Values.AssertSameBits([1f, expected], Coding.RoundTrip(Format, [1f, BitConverter.UInt32BitsToSingle(bits)]));

    [Fact]
    public void RoundTrip_ArithmeticTies_GoUp() =>
        Values.AssertSameBits([1f, 1f, -0.5f, 0.25f], Coding.RoundTrip(ByArithmetic, [1f, 0.75f, -0.375f, 0.1875f]));

    [Theory]
    [InlineData(E3M0Rounding.Geometric, 0.203, 0.981, 1.023)]
    [InlineData(E3M0Rounding.Arithmetic, 0.194, 0.981, 0.965)]
    public void RoundTrip_GaussianBlocks_HasTheKnownFigures(
        E3M0Rounding rounding, double error, double cosine, double projection)
    {
        var values = Values.Normal(256 * 2000);

        var decoded = Coding.RoundTrip(new E3M0Codec(rounding: rounding), values);

        var norm = Values.SquaredNorm(values);
        var dot = Values.Dot(values, decoded);
        var errorNorm = Values.SquaredNorm(values.Zip(decoded, (value, sent) => value - sent));
        Assert.Equal(error, Math.Sqrt(errorNorm / norm), 0.002);
        Assert.Equal(cosine, dot / Math.Sqrt(norm * Values.SquaredNorm(decoded)), 0.001);
        Assert.Equal(projection, dot / norm, 0.002);
    }

    [Fact]
    public void RoundTrip_NotBelowTheLeastCode_IsOffByFortyTwoPercentAtMost() =>
        Prop.ForAll(Values.OfLengths(1, 256), values =>
        {
            var finite = Values.Finite(values);
            var greatest = finite.Max(MathF.Abs);

            var decoded = Coding.RoundTrip(Format, values);

            Assert.All(finite.Zip(decoded), pair => Assert.InRange(
                Math.Abs((double)pair.First - pair.Second),
                0,
                Math.Max(greatest / 128.0, 0.4143 * Math.Abs(pair.First)) + float.Epsilon));
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("0000C07F0000")]
    [InlineData("000080BF0000")]
    [InlineData("0000803F0800")]
    [InlineData("0000803F8000")]
    [InlineData("0000803F0010")]
    public void TryDecode_ImpossibleScaleOrCode_IsFalse(string hex) =>
        Assert.False(Format.TryDecode(Convert.FromHexString(hex), new float[3]));

    [Fact]
    public void TryDecode_NegativeZeroAnywhere_IsFalse()
    {
        for (var index = 0; index < 65; index++)
        {
            var encoded = Coding.Encode(Format, new float[65]);
            encoded[BlockScale.Bytes + (index / 2)] |= (byte)(index % 2 == 0 ? 0x08 : 0x80);

            Assert.False(Format.TryDecode(encoded, new float[65]));
        }
    }

    [Fact]
    public void Encode_NotFinite_TakesNaNForZeroAndBoundsInfinities() => Values.AssertSameBits(
        [0f, float.MaxValue, float.MinValue, 0f],
        Coding.RoundTrip(Format, [float.NaN, float.PositiveInfinity, float.NegativeInfinity, 1f]));

    [Fact]
    public void Kernels_AnyValues_EqualTheReferencesBitForBit() =>
        Prop.ForAll(Values.Any, values =>
        {
            foreach (var midpoint in new[] { Geometric, Arithmetic })
            {
                AssertEqualsTheReference(values, midpoint);
            }
        }).QuickCheckThrowOnFailure();

    private static void AssertEqualsTheReference(float[] values, int midpoint)
    {
        var scale = BlockScale.GreatestReference(values);
        var (fast, reference) = (new byte[(values.Length + 1) / 2], new byte[(values.Length + 1) / 2]);
        var (fastValues, referenceValues) = (new float[values.Length], new float[values.Length]);

        E3M0Kernel.Encode(values, scale, midpoint, fast);
        E3M0Kernel.EncodeReference(values, scale, midpoint, reference);

        Assert.Equal(reference, fast);
        Assert.True(E3M0Kernel.TryDecode(fast, scale, fastValues));
        Assert.True(E3M0Kernel.TryDecodeReference(fast, scale, referenceValues));
        Values.AssertSameBits(referenceValues, fastValues);
    }

    private static float NearestExponent(float ratio) => ratio < 1f / 128
        ? 0
        : MathF.ScaleB(1, Math.Max((int)Math.Round(Math.Log2(ratio)), -6));

    private static float NearestValue(float ratio) => new[] { 1f, 0.5f, 0.25f, 0.125f, 1f / 16, 1f / 32, 1f / 64, 0f }
        .MinBy(value => Math.Abs((double)value - ratio));
}
