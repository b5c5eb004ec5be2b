using Decentral.Codecs.HalfPrecision;
using FsCheck;
using FsCheck.Fluent;

namespace Decentral.Codecs.Tests.HalfPrecision;

public sealed class Fp16CodecTests : FormatConformance
{
    private protected override ITensorFormat Format { get; } = new Fp16Codec();

    [Fact]
    public void Encode_KnownValues_GivesGoldenBytes()
    {
        float[] values = [1f, -1.5f, 65504f, 65520f, -float.MaxValue, -0f, 5.9604645E-8f, 2.9802322E-8f];

        Assert.Equal("003C00BEFF7B007C00FC008001000000", Convert.ToHexString(Coding.Encode(Format, values)));
    }

    [Fact]
    public void Encode_NaN_BecomesTheQuietOneOfItsSign()
    {
        float[] values = [BitConverter.UInt32BitsToSingle(0x7F80_0001), BitConverter.UInt32BitsToSingle(0xFFFF_FFFF)];

        Assert.Equal("007E00FE", Convert.ToHexString(Coding.Encode(Format, values)));
    }

    [Fact]
    public void Encode_AnyValues_EqualsTheReferenceBitForBit() =>
        Prop.ForAll(Values.Any, AssertEncodesAsTheReference).QuickCheckThrowOnFailure();

    [Fact]
    public void Encode_HalvesAndWhatLiesBetween_EqualsTheReferenceBitForBit()
    {
        // Each half, the middle to the next one, and their neighbours: every place where rounding may go wrong.
        var near =
            from half in Enumerable.Range(0, 0x7C00)
            let low = (float)BitConverter.UInt16BitsToHalf((ushort)half)
            let high = half == 0x7BFF ? 65_536f : (float)BitConverter.UInt16BitsToHalf((ushort)(half + 1))
            from value in new[] { low, low + ((high - low) / 2) }
            from neighbour in new[] { MathF.BitDecrement(value), value, MathF.BitIncrement(value) }
            from signed in new[] { neighbour, -neighbour }
            select signed;

        AssertEncodesAsTheReference([.. near]);
    }

    [Fact]
    public void Decode_EveryHalf_EqualsTheReferenceAndComesBack()
    {
        ushort[] halves = [.. Enumerable.Range(0, 65_536).Select(half => (ushort)half)];
        var (fast, reference) = (new float[halves.Length], new float[halves.Length]);
        var again = new ushort[halves.Length];

        Fp16Kernel.Decode(halves, fast);
        Fp16Kernel.DecodeReference(halves, reference);
        Fp16Kernel.Encode(fast, again);

        Values.AssertSameBits(reference, fast);
        Assert.All(halves.Zip(again), pair => Assert.Equal(Canonical(pair.First), pair.Second));
    }

    private static void AssertEncodesAsTheReference(float[] values)
    {
        var (fast, reference) = (new ushort[values.Length], new ushort[values.Length]);

        Fp16Kernel.Encode(values, fast);
        Fp16Kernel.EncodeReference(values, reference);

        Assert.Equal(reference, fast);
    }

    private static ushort Canonical(ushort half) =>
        (half & 0x7FFF) > 0x7C00 ? (ushort)((half & 0x8000) | 0x7E00) : half;
}
