using Decentral.Codecs.Blocks;
using FsCheck;
using FsCheck.Fluent;

namespace Decentral.Codecs.Tests.Blocks;

public sealed class TwoBitCodecTests : ContractiveConformance
{
    private protected override ITensorFormat Format { get; } = new TwoBitCodec();

    [Fact]
    public void EncodeAndSubtract_KnownValues_GivesGoldenBytes()
    {
        var encoded = Coding.Encode(Format, [-3f, -1f, 1f, 3f], out var rest);

        Assert.Equal("000040C0000080BF0000803F000040400C09", Convert.ToHexString(encoded));
        Assert.Equal([0f, 0f, 0f, 0f], rest);
    }

    [Fact]
    public void EncodeAndSubtract_SixValues_GivesEachTheMeanOfItsBucket()
    {
        // Mean 1 and deviation 2.94: the limits are -1.94, 1 and 3.94.
        var decoded = Coding.RoundTrip(Format, [-4f, -1f, 1f, 2f, 3f, 5f]);

        Assert.Equal([-4f, -1f, 2f, 2f, 2f, 5f], decoded);
    }

    [Fact]
    public void RoundTrip_EqualValues_IsExact()
    {
        var values = Values.Of("equal", 1000);

        Values.AssertSameBits(values, Coding.RoundTrip(Format, values));
    }

    [Fact]
    public void RoundTrip_GaussianBlocks_IsNearTheBestFourLevels()
    {
        const double LloydMax = 0.11748;
        var values = Values.Normal(1024 * 500);

        Coding.Encode(Format, values, out var rest);

        Assert.InRange(Values.SquaredNorm(rest) / Values.SquaredNorm(values), LloydMax * 0.98, LloydMax * 1.02);
    }

    [Fact]
    public void EncodeAndSubtract_OneHugeValue_DoesNotSpoilTheOthersMean()
    {
        float[] values = [1e38f, .. Enumerable.Repeat(1e-30f, 500)];

        var decoded = Coding.RoundTrip(Format, values);

        Assert.Equal(1e38f, decoded[0]);
        Assert.All(decoded[1..], value => Assert.Equal(1e-30f, value));
    }

    [Theory]
    [InlineData("0000C07F000000000000000000000000", "0000")]
    [InlineData("0000000000000000000000000000807F", "0000")]
    [InlineData("00000000000000000000000000000000", "0800")]
    [InlineData("00000000000000000000000000000000", "0008")]
    public void TryDecode_ImpossibleLevelOrSpareBit_IsFalse(string levels, string planes) => Assert.False(
        Format.TryDecode(Convert.FromHexString(levels + planes), new float[3]));

    [Fact]
    public void Kernels_AnyValues_EqualTheReferencesBitForBit() =>
        Prop.ForAll(Values.OfLengths(1, 700), AssertEqualsTheReference).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(1)]
    [InlineData(1023)]
    [InlineData(1024)]
    public void Kernels_AboutAWholeBlock_EqualTheReferencesBitForBit(int length) =>
        Assert.All(Values.KindNames, kind => AssertEqualsTheReference(Values.Of(kind, length)));

    private static void AssertEqualsTheReference(float[] values)
    {
        var fast = TwoBitBlock.By(TwoBitKernel.EncodeAndSubtract, values);
        var reference = TwoBitBlock.By(TwoBitKernel.EncodeAndSubtractReference, values);
        var (fastValues, referenceValues) = (new float[values.Length], new float[values.Length]);
        TwoBitKernel.Decode(fast.Levels, fast.Upper, fast.Outer, fastValues);
        TwoBitKernel.DecodeReference(fast.Levels, fast.Upper, fast.Outer, referenceValues);

        Values.AssertSameBits(reference.Levels, fast.Levels);
        Assert.Equal(reference.Upper, fast.Upper);
        Assert.Equal(reference.Outer, fast.Outer);
        Values.AssertSameBits(reference.Rest, fast.Rest);
        Values.AssertSameBits(referenceValues, fastValues);
    }
}
