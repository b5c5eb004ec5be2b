using System.Text;
using Decentral.Models.Tokenizers;
using FsCheck;
using FsCheck.Fluent;

namespace Decentral.Models.Tests.Tokenizers;

public sealed class BytePairTokenizerTests
{
    private static readonly BytePairTokenizer Recorded = BytePairTokenizer.Parse(RecordedVectors.Tokenizer, "recorded");

    public static TheoryData<string> Names => [.. RecordedVectors.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Encode_RecordedTexts_GivesTheTokensOfHuggingFace(string name)
    {
        var (json, expected) = RecordedVectors.Get(name);

        var tokenizer = BytePairTokenizer.Parse(json, name);

        foreach (var (text, tokens) in RecordedVectors.Texts.Zip(expected))
        {
            Assert.Equal(tokens, tokenizer.Encode(text));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Decode_WhatWasEncoded_GivesTheSameBytesHoweverTheyWereCut(string name)
    {
        var tokenizer = BytePairTokenizer.Parse(RecordedVectors.Get(name).Tokenizer, name);
        var addsSpace = tokenizer.Model.Options.PreTokenizer.AddsPrefixSpace;
        Prop.ForAll(Samples.AnyCut, sample =>
        {
            var tokens = tokenizer.Encode(sample.Bytes);

            Assert.Equal(tokens, tokenizer.CreateEncoder().EncodeInPieces(sample.Bytes, sample.Cuts));
            Assert.True(addsSpace || tokenizer.DecodeBytes(tokens).AsSpan().SequenceEqual(sample.Bytes));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Encode_OneEncoderForManyTexts_KeepsNothingOfTheFormer()
    {
        var encoder = Recorded.CreateEncoder();
        foreach (var text in RecordedVectors.Texts)
        {
            Assert.Equal(Recorded.Encode(text), encoder.EncodeInPieces(Encoding.UTF8.GetBytes(text), [3]));
        }
    }

    [Fact]
    public void Encode_SpecialTokenInText_IsThatToken()
    {
        Assert.Equal(0, Recorded.EndOfText);
        Assert.Equal([0], Recorded.Encode("<|endoftext|>"));
        Assert.Equal("a<|endoftext|>", Recorded.Decode(Recorded.Encode("a<|endoftext|>")));
    }

    [Fact]
    public void Encode_AddedTokensThatBeginAlike_TakesTheLongest()
    {
        Assert.Equal(1, Assert.Single(Recorded.Encode("<|im_start|>")));
        Assert.Equal(2, Recorded.Encode("<|im_stop")[0]);
    }

    [Theory]
    [InlineData('a')]
    [InlineData(' ')]
    public void Encode_MebibytesWithoutBoundary_StaysCloseToLinear(char c)
    {
        var text = new byte[3 * PieceScanner.MaximumPieceBytes];
        Array.Fill(text, (byte)c);

        var tokens = Recorded.CreateEncoder().EncodeInPieces(text, [1 << 16]);

        Assert.Equal(text, Recorded.DecodeBytes(tokens));
    }

    [Fact]
    public void Encode_MoreDifferentPiecesThanAreRemembered_StaysRight()
    {
        var text = Encoding.UTF8.GetBytes(string.Join(' ', Enumerable.Range(0, 80_000).Select(i => $"w{i:x}")));

        Assert.Equal(text, Recorded.DecodeBytes(Recorded.Encode(text)));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(420)]
    [InlineData(int.MaxValue)]
    public void Decode_NoToken_NamesIt(int token)
    {
        var fault = Assert.Throws<ArgumentOutOfRangeException>(() => Recorded.Decode([token]));

        Assert.Contains($"{token} is no token of this vocabulary of 420", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Encode_UnpairedSurrogate_IsTheReplacementCharacter() =>
        Assert.Equal(Recorded.Encode("\uFFFD"), Recorded.Encode("\uD800"));
}
