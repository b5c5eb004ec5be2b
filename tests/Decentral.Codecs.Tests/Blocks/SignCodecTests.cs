using Decentral.Codecs.Blocks;
using FsCheck;
using FsCheck.Fluent;

namespace Decentral.Codecs.Tests.Blocks;

public sealed class SignCodecTests : ContractiveConformance
{
    private protected override ITensorFormat Format { get; } = new SignCodec();

    [Fact]
    public void EncodeAndSubtract_KnownValues_GivesGoldenBytes()
    {
        var encoded = Coding.Encode(Format, [1f, -2f, 3f, -0f], out var rest);

        Assert.Equal("0000C03F02", Convert.ToHexString(encoded));
        Assert.Equal([-0.5f, -0.5f, 1.5f, -1.5f], rest);
    }

    [Fact]
    public void EncodeAndSubtract_Block_LeavesTheNormWithoutItsShareOfTheMean()
    {
        foreach (var kind in new[] { "normal", "wide", "mostly zero", "ties", "equal" })
        {
            var values = Values.Of(kind, 1000);
            var sumOfMagnitudes = values.Sum(value => Math.Abs((double)value));
            var norm = Values.SquaredNorm(values);

            Coding.Encode(Format, values, out var rest);

            var expected = norm - (sumOfMagnitudes * sumOfMagnitudes / values.Length);
            Assert.Equal(expected, Values.SquaredNorm(rest), norm * 1e-6);
        }
    }

    [Theory]
    [InlineData("0000C07F00")]
    [InlineData("000080BF00")]
    [InlineData("0000803F08")]
    public void TryDecode_ImpossibleScaleOrSpareBit_IsFalse(string hex) =>
        Assert.False(Format.TryDecode(Convert.FromHexString(hex), new float[3]));

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
        var (fastRest, referenceRest) = (values.ToArray(), values.ToArray());
        var (fast, reference) = (NewPlane(values), NewPlane(values));
        var (fastValues, referenceValues) = (new float[values.Length], new float[values.Length]);

        var fastScale = SignKernel.EncodeAndSubtract(fastRest, fast);
        var referenceScale = SignKernel.EncodeAndSubtractReference(referenceRest, reference);
        SignKernel.Decode(fast, fastScale, fastValues);
        SignKernel.DecodeReference(fast, fastScale, referenceValues);

        Assert.Equal(referenceScale, fastScale);
        Assert.Equal(reference, fast);
        Values.AssertSameBits(referenceRest, fastRest);
        Values.AssertSameBits(referenceValues, fastValues);
    }

    private static byte[] NewPlane(float[] values) => new byte[BitPlane.BytesOf(values.Length)];
}
