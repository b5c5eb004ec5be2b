using Decentral.Codecs.Blocks;
using FsCheck;
using FsCheck.Fluent;

namespace Decentral.Codecs.Tests.Blocks;

public sealed class Int8BlockCodecTests : FormatConformance
{
    private protected override ITensorFormat Format { get; } = new Int8BlockCodec();

    [Fact]
    public void Encode_KnownValues_GivesGoldenBytes() =>
        Assert.Equal("0000803F7FC02000", Convert.ToHexString(Coding.Encode(Format, [1f, -0.5f, 0.25f, -0f])));

    [Fact]
    public void Encode_NotFinite_TakesNaNForZeroAndBoundsInfinities() => Values.AssertSameBits(
        [0f, float.MaxValue, float.MinValue, 0f],
        Coding.RoundTrip(Format, [float.NaN, float.PositiveInfinity, float.NegativeInfinity, 1f]));

    [Fact]
    public void RoundTrip_AnyValues_IsWithinHalfAStepAndKeepsTheGreatest() =>
        Prop.ForAll(Values.OfLengths(1, 256), values =>
        {
            var finite = Values.Finite(values);
            var greatest = finite.Max(MathF.Abs);

            var decoded = Coding.RoundTrip(Format, values);

            Assert.Equal(greatest, decoded.Max(MathF.Abs));
            Assert.All(finite.Zip(decoded), pair => Assert.InRange(
                Math.Abs((double)pair.First - pair.Second), 0, (greatest / 254.0 * (1 + 1e-6)) + float.Epsilon));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void EncodedLength_SeveralBlocks_HasAScaleForEach()
    {
        Assert.Equal(256 + 4, Format.EncodedLength(256));
        Assert.Equal(256 + 4 + 1 + 4, Format.EncodedLength(257));
        Assert.Throws<OverflowException>(() => Format.EncodedLength(int.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => Format.EncodedLength(-1));
    }

    [Theory]
    [InlineData("0000C07F00")]
    [InlineData("0000807F00")]
    [InlineData("000080BF00")]
    [InlineData("0000008000")]
    [InlineData("0000803F80")]
    public void TryDecode_ImpossibleScaleOrCode_IsFalse(string hex) =>
        Assert.False(Format.TryDecode(Convert.FromHexString(hex), new float[1]));

    [Fact]
    public void TryDecode_ImpossibleCodeAnywhere_IsFalse()
    {
        for (var index = 0; index < 67; index++)
        {
            var encoded = Coding.Encode(Format, Values.Normal(67));
            encoded[BlockScale.Bytes + index] = 0x80;

            Assert.False(Format.TryDecode(encoded, new float[67]));
        }
    }

    [Fact]
    public void Kernels_AnyValues_EqualTheReferencesBitForBit() =>
        Prop.ForAll(Values.Any, values =>
        {
            var scale = BlockScale.GreatestReference(values);
            var (fast, reference) = (new sbyte[values.Length], new sbyte[values.Length]);
            var (fastValues, referenceValues) = (new float[values.Length], new float[values.Length]);

            Int8Kernel.Encode(values, scale, fast);
            Int8Kernel.EncodeReference(values, scale, reference);
            Int8Kernel.TryDecode(fast, scale, fastValues);
            Int8Kernel.TryDecodeReference(fast, scale, referenceValues);

            Assert.Equal(scale, BlockScale.Greatest(values));
            Assert.Equal(reference, fast);
            Values.AssertSameBits(referenceValues, fastValues);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(0)]
    [InlineData(-8)]
    [InlineData(4)]
    [InlineData(100)]
    [InlineData(65_544)]
    public void Constructor_BlockThatIsNone_Throws(int blockLength) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Int8BlockCodec(blockLength));
}
