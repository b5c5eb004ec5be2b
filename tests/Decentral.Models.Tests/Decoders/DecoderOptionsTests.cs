using Decentral.Models.Decoders;

namespace Decentral.Models.Tests.Decoders;

public sealed class DecoderOptionsTests
{
    private static readonly DecoderOptions Gpt = new()
    {
        Family = DecoderFamily.Gpt,
        Layers = 2,
        Width = 128,
        Heads = 4,
        Context = 64,
        Vocabulary = 256,
    };

    private static readonly DecoderOptions Llama = Gpt with { Family = DecoderFamily.Llama };

    [Theory]
    [InlineData(128, 512, 384)]
    [InlineData(768, 3072, 2048)]
    [InlineData(100, 400, 320)]
    public void ResolvedFeedForward_LeftOut_IsTheFamilysOwn(int width, int gpt, int llama)
    {
        Assert.Equal(gpt, (Gpt with { Width = width }).ResolvedFeedForward);
        Assert.Equal(llama, (Llama with { Width = width }).ResolvedFeedForward);
    }

    [Fact]
    public void Validate_GoodOptions_Passes()
    {
        Gpt.Validate();
        Llama.Validate();
        (Llama with { KeyValueHeads = 1 }).Validate();
    }

    [Fact]
    public void Validate_BadOption_SaysWhichAndWhatItMayBe()
    {
        AssertRejected("Heads is 5; it must be a divisor of the width 128", Gpt with { Heads = 5 });
        AssertRejected("KeyValueHeads is 3; it must be a divisor of the 4 heads", Llama with { KeyValueHeads = 3 });
        AssertRejected("KeyValueHeads is 2; it must be 4 in a GPT", Gpt with { KeyValueHeads = 2 });
        AssertRejected("HeadWidth is 5; it must be even", Llama with { Width = 20 });
        AssertRejected("Layers is 0", Gpt with { Layers = 0 });
        AssertRejected("Width is -1", Gpt with { Width = -1 });
        AssertRejected("Heads is 0", Gpt with { Heads = 0 });
        AssertRejected("Context is 0", Gpt with { Context = 0 });
        AssertRejected("Vocabulary is 0", Gpt with { Vocabulary = 0 });
        AssertRejected("FeedForward is 0", Gpt with { FeedForward = 0 });
        AssertRejected("NormEpsilon is 0", Gpt with { NormEpsilon = 0 });
        AssertRejected("RopeBase is 1", Llama with { RopeBase = 1 });
    }

    private static void AssertRejected(string says, DecoderOptions options) =>
        Assert.Contains(says, Assert.Throws<ArgumentException>(options.Validate).Message);
}
