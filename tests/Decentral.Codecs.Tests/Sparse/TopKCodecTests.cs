using Decentral.Codecs.Blocks;
using Decentral.Codecs.HalfPrecision;
using Decentral.Codecs.Sparse;
using FsCheck;
using FsCheck.Fluent;

namespace Decentral.Codecs.Tests.Sparse;

public sealed class TopKCodecTests : ContractiveConformance
{
    private protected override ITensorFormat Format { get; } = new TopKCodec(64, new Fp32Codec());

    [Fact]
    public void EncodeAndSubtract_KnownValues_GivesGoldenBytes()
    {
        float[] values = [0f, 5f, -1f, 0f, -7f, 2f, 0f, 0f];

        var encoded = Coding.Encode(new TopKCodec(1024, new Fp32Codec()), values, out var rest);

        Assert.Equal("01050000A0400000E0C0", Convert.ToHexString(encoded));
        Assert.Equal([0f, 0f, -1f, 0f, 0f, 2f, 0f, 0f], rest);
    }

    [Fact]
    public void RoundTrip_TheLargestAreKeptAndTheRestIsLeft_Exactly() =>
        Prop.ForAll(Values.OfLengths(1, 9000), values =>
        {
            var finite = Values.Finite(values);
            var encoded = Coding.Encode(Format, values, out var rest);
            var decoded = Coding.Decode(Format, encoded, values.Length);

            Assert.All(Enumerable.Range(0, values.Length), index => Assert.True(
                (decoded[index] == finite[index] && rest[index] == 0)
                || (decoded[index] == 0 && rest[index] == finite[index])));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void EncodeAndSubtract_AnyShare_Contracts() =>
        Prop.ForAll(Values.OfLengths(1, 9000), Gen.Choose(1, 4096).ToArbitrary(), (values, kept) =>
        {
            Coding.Encode(new TopKCodec(kept, new Fp32Codec()), values, out var rest);

            foreach (var (chunk, left) in Values.Finite(values).Chunk(4096).Zip(rest.Chunk(4096)))
            {
                var bound = (1 - (kept / 4096.0)) * Values.SquaredNorm(chunk);
                Assert.InRange(Values.SquaredNorm(left), 0, bound * (1 + 1e-12));
            }
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(64, 1, 1)]
    [InlineData(64, 64, 1)]
    [InlineData(64, 65, 2)]
    [InlineData(64, 4095, 64)]
    [InlineData(64, 4096, 64)]
    [InlineData(64, 4097, 65)]
    [InlineData(4096, 4097, 4097)]
    public void RoundTrip_LastChunkShort_KeepsItsShareRoundedUp(int kept, int length, int expected)
    {
        var decoded = Coding.RoundTrip(new TopKCodec(kept, new Fp32Codec()), Enumerable.Repeat(1f, length).ToArray());

        Assert.Equal(expected, decoded.Count(value => value != 0));
    }

    [Theory]
    [InlineData(1.0 / 64, 64)]
    [InlineData(0.05, 205)]
    [InlineData(1e-9, 1)]
    [InlineData(1.0, 4096)]
    public void KeptAt_Density_IsTheNearestCount(double density, int kept) =>
        Assert.Equal(kept, TopKCodec.KeptAt(density));

    [Theory]
    [InlineData(0)]
    [InlineData(1.01)]
    [InlineData(double.NaN)]
    public void KeptAt_NoDensity_Throws(double density) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => TopKCodec.KeptAt(density));

    [Theory]
    [InlineData(0)]
    [InlineData(4097)]
    public void Constructor_KeptOutOfAChunk_Throws(int kept) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new TopKCodec(kept, new Fp32Codec()));

    [Fact]
    public void EncodedLength_OfAChunk_IsIndicesAndValues()
    {
        Assert.Equal(64 + 256, Format.EncodedLength(4096));
        Assert.Equal(64 + 128, new TopKCodec(64, new Bf16Codec()).EncodedLength(4096));
        Assert.Equal(64 + 32, new TopKCodec(64, new TwoBitCodec()).EncodedLength(4096));
    }

    [Fact]
    public void Name_ByValues_TellsHowTheyTravel()
    {
        Assert.Equal("top-k", Format.Name);
        Assert.Equal("top-k-bf16", new TopKCodec(1, new Bf16Codec()).Name);
        Assert.Equal("top-k-two-bit", new TopKCodec(1, new TwoBitCodec()).Name);
    }
}
