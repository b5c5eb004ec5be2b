namespace Decentral.Codecs.Tests;

public sealed class TensorCodecsTests
{
    [Fact]
    public void Names_All_AreThoseOfJobs() => Assert.Equal(
        ["fp32", "bf16", "fp16", "int8", "e3m0", "two-bit", "sign", "top-k", "top-k-bf16", "top-k-two-bit"],
        TensorCodecs.Names);

    [Fact]
    public void Find_EveryName_GivesTheCodecOfThatName() =>
        Assert.All(TensorCodecs.Names, name => Assert.Equal(name, TensorCodecs.Find(name)?.Name));

    [Theory]
    [InlineData("")]
    [InlineData("FP32")]
    [InlineData("int4")]
    public void Find_AnotherName_GivesNone(string name) => Assert.Null(TensorCodecs.Find(name));

    [Fact]
    public void Types_EveryFormat_IsExactlyOneOfTheTwoKinds()
    {
        var formats = typeof(ITensorFormat).Assembly.GetTypes()
            .Where(type => type.IsAssignableTo(typeof(ITensorFormat)) && type is { IsClass: true, IsAbstract: false })
            .ToList();

        Assert.Equal(8, formats.Count);
        Assert.All(formats, type => Assert.True(
            type.IsAssignableTo(typeof(ITensorCodec)) ^ type.IsAssignableTo(typeof(IContractiveCodec))));
    }

    [Fact]
    public void EncodedLength_PerValue_IsAsPublished() => Assert.Equal(
        [32, 16, 16, 8.125, 4.125, 2.125, 1.03125, 0.625, 0.375, 0.1875],
        TensorCodecs.Names.Select(name => TensorCodecs.Find(name)!.EncodedLength(1 << 20) * 8.0 / (1 << 20)));

    [Theory]
    [InlineData("fp32")]
    [InlineData("bf16")]
    [InlineData("fp16")]
    [InlineData("int8")]
    [InlineData("e3m0")]
    [InlineData("sign")]
    [InlineData("top-k")]
    [InlineData("top-k-bf16")]
    public void RoundTrip_OfWhatWasDecoded_ChangesNothing(string name)
    {
        var format = TensorCodecs.Find(name)!;
        foreach (var kind in new[] { "normal", "mostly zero", "ties", "zero", "equal" })
        {
            foreach (var length in Values.Lengths)
            {
                var decoded = Coding.RoundTrip(format, Values.Of(kind, length));

                Values.AssertSameBits(decoded, Coding.RoundTrip(format, decoded));
            }
        }
    }
}
