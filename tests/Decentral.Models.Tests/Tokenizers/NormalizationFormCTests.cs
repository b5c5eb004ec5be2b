using System.Text;
using Decentral.Models.Tokenizers;

namespace Decentral.Models.Tests.Tokenizers;

public sealed class NormalizationFormCTests
{
    private const string WithNormalizer = """
        "normalizer":{"type":"NFC"}
        """;

    [Theory]
    [InlineData("plain text, naïve café: ÅÄÖ ß €100")]
    [InlineData("日本語の文章。 한국어 Ελληνικά Русский עברית العربية ไทย")]
    [InlineData("❤\uFE0F 👍🏽 𝒳")]
    [InlineData("")]
    public void FindDoubt_TextInFormC_IsNull(string text) =>
        Assert.Null(NormalizationFormC.FindDoubt(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("e\u0301", 0x301)] // composes to é
    [InlineData("\u1112\u1161", 0x1161)] // Jamo compose to a syllable
    [InlineData("\u212B", 0x212B)] // the Ångström sign is Å
    [InlineData("x\uF900", 0xF900)] // a compatibility ideograph
    [InlineData("q\u0302\u0327", 0x302)] // marks out of order
    [InlineData("\u05D1\u05BC\u05B8", 0x5B8)] // marks whose order may change
    [InlineData("\U0002F800", 0x2F800)]
    public void FindDoubt_TextThatMayChange_NamesTheCharacter(string text, int expected) =>
        Assert.Equal(expected, NormalizationFormC.FindDoubt(Encoding.UTF8.GetBytes(text))?.Value);

    [Fact]
    public void Encode_TokenizerThatNormalizes_EncodesFormCAndRefusesOther()
    {
        var json = Encoding.UTF8.GetString(RecordedVectors.Tokenizer)
            .Replace("\"normalizer\":null", WithNormalizer, StringComparison.Ordinal);
        var tokenizer = BytePairTokenizer.Parse(Encoding.UTF8.GetBytes(json), "test");
        var plain = BytePairTokenizer.Parse(RecordedVectors.Tokenizer, "test");

        var fault = Assert.Throws<InvalidDataException>(() => tokenizer.Encode("cafe\u0301"));

        Assert.Contains("U+0301", fault.Message, StringComparison.Ordinal);
        Assert.Contains("uconv", fault.Message, StringComparison.Ordinal);
        Assert.Equal(plain.Encode("café"), tokenizer.Encode("café"));
        Assert.NotEqual(plain.Fingerprint, tokenizer.Fingerprint);
        Assert.Equal(tokenizer.Fingerprint, BytePairTokenizer.Parse(tokenizer.ToJson(), "again").Fingerprint);
    }
}
