using Decentral.Models.Tokenizers;

namespace Decentral.Models.Tests.Tokenizers;

public sealed class ByteLevelAlphabetTests
{
    [Fact]
    public void Write_KnownBytes_GivesGpt2Characters()
    {
        Assert.Equal("aĠĊ!~", ByteLevelAlphabet.Write("a \n!~"u8));
        Assert.Equal("¡ÿ", ByteLevelAlphabet.Write([0xA1, 0xFF]));

        // In GPT-2's table the last bytes to get a character of their own are 0x7F to 0xA0, then 0xAD.
        Assert.Equal("\u0100\u0120\u0121\u0142\u0143", ByteLevelAlphabet.Write([0x00, 0x20, 0x7F, 0xA0, 0xAD]));
    }

    [Fact]
    public void Read_EveryByteWritten_GivesItBack()
    {
        byte[] bytes = [.. Enumerable.Range(0, 256).Select(value => (byte)value)];

        var text = ByteLevelAlphabet.Write(bytes);

        Assert.Equal(256, text.Distinct().Count());
        Assert.Equal(bytes, ByteLevelAlphabet.Read(text));
    }

    [Theory]
    [InlineData(" ")]
    [InlineData("a\u2581b")]
    [InlineData("\u0144")]
    public void Read_AnotherCharacter_IsNull(string text) => Assert.Null(ByteLevelAlphabet.Read(text));

    [Fact]
    public void BytesInOrder_Always_BeginsWithTheExclamationMark() =>
        Assert.Equal("!\"#".Select(c => (byte)c), ByteLevelAlphabet.BytesInOrder.Take(3));
}
