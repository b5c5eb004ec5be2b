using Decentral.Codecs.HalfPrecision;
using FsCheck;
using FsCheck.Fluent;

namespace Decentral.Codecs.Tests.HalfPrecision;

public sealed class Bf16CodecTests : FormatConformance
{
    private protected override ITensorFormat Format { get; } = new Bf16Codec();

    [Fact]
    public void Encode_KnownValues_GivesGoldenBytes()
    {
        float[] values = [1f, -1.5f, 0f, -0f, float.PositiveInfinity, float.NaN, float.MaxValue, 1e-45f];

        Assert.Equal("803FC0BF00000080807FC0FF807F0000", Convert.ToHexString(Coding.Encode(Format, values)));
    }

    [Theory]
    [InlineData(0x3F80_8000u, 0x3F80)]
    [InlineData(0x3F80_8001u, 0x3F81)]
    [InlineData(0x3F81_8000u, 0x3F82)]
    [InlineData(0x3F81_7FFFu, 0x3F81)]
    [InlineData(0x7F7F_8000u, 0x7F80)]
    [InlineData(0x7F80_0001u, 0x7FC0)]
    [InlineData(0xFF80_0001u, 0xFFC0)]
    [InlineData(0x0000_8001u, 0x0001)]
    public void EncodeReference_Bits_RoundsTiesToEven(uint bits, int expected)
    {
        var halves = new ushort[1];

        Bf16Kernel.EncodeReference([BitConverter.UInt32BitsToSingle(bits)], halves);

        Assert.Equal(expected, halves[0]);
    }

    [Fact]
    public void Encode_AnyValues_EqualsTheReferenceBitForBit() =>
        Prop.ForAll(Values.Any, values =>
        {
            var (fast, reference) = (new ushort[values.Length], new ushort[values.Length]);

            Bf16Kernel.Encode(values, fast);
            Bf16Kernel.EncodeReference(values, reference);

            Assert.Equal(reference, fast);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Decode_EveryHalf_EqualsTheReferenceAndComesBack()
    {
        ushort[] halves = [.. Enumerable.Range(0, 65_536).Select(half => (ushort)half)];
        var (fast, reference) = (new float[halves.Length], new float[halves.Length]);
        var again = new ushort[halves.Length];

        Bf16Kernel.Decode(halves, fast);
        Bf16Kernel.DecodeReference(halves, reference);
        Bf16Kernel.Encode(fast, again);

        Values.AssertSameBits(reference, fast);
        Assert.All(halves.Zip(again), pair => Assert.Equal(Quiet(pair.First), pair.Second));
    }

    [Fact]
    public void RoundTrip_NormalNumbers_IsWithinHalfAStep()
    {
        var values = Values.Normal(10_000);

        var decoded = Coding.RoundTrip(Format, values);

        Assert.All(values.Zip(decoded), pair =>
            Assert.InRange(Math.Abs(pair.First - pair.Second), 0, Math.Abs(pair.First) / 256));
    }

    private static ushort Quiet(ushort half) => (half & 0x7FFF) > 0x7F80 ? (ushort)(half | 0x40) : half;
}
