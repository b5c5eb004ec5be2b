using Decentral.Models.Randomness;

namespace Decentral.Models.Tests.Randomness;

public sealed class Philox4x32Tests
{
    /// <summary>The three rows "philox4x32 10" of Random123's tests/kat_vectors.</summary>
    public static TheoryData<uint[], uint[], uint[]> KnownAnswers => new()
    {
        {
            [0, 0, 0, 0],
            [0, 0],
            [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]
        },
        {
            [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
            [0xffffffff, 0xffffffff],
            [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd]
        },
        {
            [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
            [0xa4093822, 0x299f31d0],
            [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1]
        },
    };

    [Theory]
    [MemberData(nameof(KnownAnswers))]
    public void Generate_PublishedVector_GivesPublishedAnswer(uint[] counter, uint[] key, uint[] expected)
    {
        var block = new PhiloxBlock(counter[0], counter[1], counter[2], counter[3]);

        var actual = Philox4x32.Generate(block, key[0] | ((ulong)key[1] << 32));

        Assert.Equal(new PhiloxBlock(expected[0], expected[1], expected[2], expected[3]), actual);
    }
}
