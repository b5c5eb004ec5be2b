using Decentral.Models.Randomness;

namespace Decentral.Models.Tests.Randomness;

public sealed class RandomPurposeTests
{
    [Theory]
    [InlineData("a", 0xaf63dc4c8601ec8cUL)]
    [InlineData("foobar", 0x85944171f73967e8UL)]
    public void Named_PublishedFnvVectors_GivePublishedHashes(string name, ulong expected) =>
        Assert.Equal(expected, RandomPurpose.Named(name).Id);

    [Fact]
    public void Initialization_TwoParameters_HaveDifferentNumbers()
    {
        var first = new RandomSequence(1, RandomPurpose.Initialization("h.0.attn.c_attn.weight"));
        var second = new RandomSequence(1, RandomPurpose.Initialization("h.1.attn.c_attn.weight"));

        Assert.NotEqual(first.NextUInt64(), second.NextUInt64());
    }
}
