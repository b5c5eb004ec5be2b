using System.Text;
using Decentral.Models.Data;
using FsCheck;
using FsCheck.Fluent;

namespace Decentral.Models.Tests.Data;

public sealed class DataManifestTests
{
    private static readonly Arbitrary<DataManifest> AnyManifest =
        (from counts in Gen.Choose(1, 1_000_000).NonEmptyListOf()
         from heldOut in Gen.Choose(0, counts.Sum())
         from vocabulary in Gen.Choose(1, int.MaxValue)
         select new DataManifest
         {
             Tokenizer = $"bpe:{vocabulary}",
             VocabularySize = vocabulary,
             HeldOutTokenCount = heldOut,
             Shards = [.. counts.Select(count => new ShardReference(DigestOf(count), count))],
         }).ToArbitrary();

    private static readonly string Good =
        """{"version":1,"tokenizer":"bytes","vocabularySize":256,"heldOutTokenCount":2,"shards":""" +
        $$"""[{"digest":"{{ContentDigest.Of(default)}}","tokenCount":9}]}""";

    [Fact]
    public void Parse_WhatToJsonWrote_GivesAnEqualManifest() =>
        Prop.ForAll(AnyManifest, manifest =>
        {
            var parsed = DataManifest.Parse(manifest.ToJson(), "test");

            Assert.Equal(manifest, parsed);
            Assert.Equal(manifest.ComputeDigest(), parsed.ComputeDigest());
            Assert.Equal(manifest.GetHashCode(), parsed.GetHashCode());
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void ToJson_Always_HasThePublishedForm()
    {
        var manifest = Parse(Good);

        Assert.Equal(Good, Encoding.UTF8.GetString(manifest.ToJson()));
        Assert.Equal(7, manifest.TrainingTokenCount);
    }

    [Fact]
    public void ComputeDigest_AnotherSplit_Differs()
    {
        var manifest = Parse(Good);

        Assert.NotEqual(manifest.ComputeDigest(), (manifest with { HeldOutTokenCount = 3 }).ComputeDigest());
    }

    [Theory]
    [InlineData("\"version\":1", "\"version\":2", "version is 2")]
    [InlineData("\"vocabularySize\":256", "\"vocabularySize\":0", "vocabularySize is 0")]
    [InlineData("\"heldOutTokenCount\":2", "\"heldOutTokenCount\":10", "heldOutTokenCount is 10 of 9")]
    [InlineData("\"heldOutTokenCount\":2", "\"heldOutTokenCount\":-1", "heldOutTokenCount is -1 of 9")]
    [InlineData("\"tokenCount\":9", "\"tokenCount\":0", "a shard has 0 tokens")]
    [InlineData("\"tokenCount\":9", "\"tokenCount\":9223372036854775807", "a shard has 9223372036854775807 tokens")]
    [InlineData("\"tokenizer\":", "\"tokeniser\":", "tokeniser")]
    [InlineData("\"tokenizer\":\"bytes\"", "\"tokenizer\":null", "tokenizer")]
    [InlineData("\"digest\":\"e3", "\"digest\":\"x3", "64 hexadecimal digits")]
    [InlineData("}]}", "}]", "not readable")]
    [InlineData("}]}", "},null]}", "a shard has 0 tokens")]
    public void Parse_WrongPart_SaysWhich(string good, string bad, string expected)
    {
        var json = Good.Replace(good, bad, StringComparison.Ordinal);

        var fault = Assert.Throws<InvalidDataException>(() => Parse(json));

        Assert.Contains("'some.json'", fault.Message, StringComparison.Ordinal);
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("")]
    [InlineData("\0\u0001")]
    public void Parse_NoManifest_IsRefused(string json) =>
        Assert.Throws<InvalidDataException>(() => Parse(json));

    [Fact]
    public void Parse_NoShards_IsRefused()
    {
        const string Json = """{"version":1,"tokenizer":"b","vocabularySize":9,"heldOutTokenCount":0,"shards":[]}""";

        var fault = Assert.Throws<InvalidDataException>(() => Parse(Json));

        Assert.Contains("it lists 0 shards", fault.Message, StringComparison.Ordinal);
    }

    private static DataManifest Parse(string json) => DataManifest.Parse(Encoding.UTF8.GetBytes(json), "some.json");

    private static ContentDigest DigestOf(int number) => ContentDigest.Of(BitConverter.GetBytes(number));
}
