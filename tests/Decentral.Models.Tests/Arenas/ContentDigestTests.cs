using Decentral.Models.Arenas;

namespace Decentral.Models.Tests.Arenas;

public sealed class ContentDigestTests
{
    private const string OfAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    [Fact]
    public void Of_PublishedVector_GivesPublishedDigest() => Assert.Equal(OfAbc, ContentDigest.Of("abc"u8).ToString());

    [Fact]
    public void TryParse_WhatToStringGave_RestoresIt()
    {
        Assert.True(ContentDigest.TryParse(OfAbc, out var digest));
        Assert.Equal(ContentDigest.Of("abc"u8), digest);
    }

    [Theory]
    [InlineData("")]
    [InlineData("ba78")]
    [InlineData("zz7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    public void TryParse_NotADigest_IsFalse(string text) => Assert.False(ContentDigest.TryParse(text, out _));

    [Fact]
    public void Read_WhatWriteWrote_RestoresIt()
    {
        var bytes = new byte[ContentDigest.ByteLength];

        ContentDigest.Of("abc"u8).Write(bytes);

        Assert.Equal(ContentDigest.Of("abc"u8), ContentDigest.Read(bytes));
    }
}
