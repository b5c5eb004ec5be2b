using Decentral.Models.Tokenizers;
using FsCheck;
using FsCheck.Fluent;

namespace Decentral.Models.Tests.Tokenizers;

public sealed class ByteTokenizerTests
{
    [Fact]
    public void Decode_WhatWasEncoded_GivesTheSameBytesHoweverTheyWereCut() =>
        Prop.ForAll(Samples.AnyCut, sample =>
        {
            var tokenizer = new ByteTokenizer();

            var tokens = tokenizer.CreateEncoder().EncodeInPieces(sample.Bytes, sample.Cuts);

            Assert.Equal(tokenizer.Encode(sample.Bytes), tokens);
            Assert.Equal(sample.Bytes, tokenizer.DecodeBytes(tokens));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Encode_Text_IsItsUtf8() => Assert.Equal([0x61, 0xC3, 0xA9], new ByteTokenizer().Encode("aé"));

    [Fact]
    public void Decode_EndOfText_IsNothing()
    {
        var tokenizer = new ByteTokenizer(hasEndOfText: true);

        Assert.Equal(256, tokenizer.EndOfText);
        Assert.Equal("ab", tokenizer.Decode(['a', 256, 'b']));
    }

    [Theory]
    [InlineData(false, 256, 256)]
    [InlineData(true, 257, 257)]
    [InlineData(false, 256, -1)]
    public void Decode_NoToken_NamesItAndTheVocabulary(bool hasEndOfText, int size, int token)
    {
        var tokenizer = new ByteTokenizer(hasEndOfText);

        var fault = Assert.Throws<ArgumentOutOfRangeException>(() => tokenizer.Decode([token]));

        Assert.Equal(size, tokenizer.VocabularySize);
        Assert.Contains($"{token} is no token of this vocabulary of {size}", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fingerprint_WithAndWithoutEnd_Differs() =>
        Assert.NotEqual(new ByteTokenizer(true).Fingerprint, new ByteTokenizer(false).Fingerprint);
}
