using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace Decentral.Models.Tests;

public sealed class ContentDigestTests
{
    private const string OfAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    [Fact]
    public void Of_Abc_IsTheVectorOfFips180() => Assert.Equal(OfAbc, ContentDigest.Of("abc"u8).ToString());

    [Fact]
    public void TryParse_WhatToStringWrote_GivesTheSameDigest() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), content =>
        {
            var digest = ContentDigest.Of(content);

            Assert.True(ContentDigest.TryParse(digest.ToString(), out var parsed));
            Assert.Equal(digest, parsed);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("ba7816bf")]
    [InlineData("xa7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData(OfAbc + "00")]
    public void TryParse_AnythingElse_IsFalse(string? text) => Assert.False(ContentDigest.TryParse(text, out _));

    [Fact]
    public void CopyTo_Always_GivesTheBytesBack()
    {
        var bytes = new byte[ContentDigest.SizeInBytes];

        ContentDigest.Of("abc"u8).CopyTo(bytes);

        Assert.Equal(Convert.FromHexString(OfAbc), bytes);
    }

    [Fact]
    public void Constructor_WrongLength_SaysBothLengths()
    {
        var fault = Assert.Throws<ArgumentException>(() => new ContentDigest(new byte[31]));

        Assert.Contains("32 bytes, not 31", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_WrongText_NamesIt()
    {
        var fault = Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<ContentDigest>("\"abc\""));

        Assert.Contains("64 hexadecimal digits, found 'abc'", fault.Message, StringComparison.Ordinal);
    }
}
