using Decentral.Models.Data;

namespace Decentral.Models.Tests.Data;

public sealed class TokenShardStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_ShardMissing_NamesItAndTheRemedy()
    {
        var store = new TokenShardStore(_folder.Path);
        var manifest = TokenStreams.Write(store, 10, [1, 2, 3, 4], 2);
        File.Delete(store.PathOf(manifest.Shards[1].Digest));

        var fault = Assert.Throws<InvalidDataException>(() => store.Open(manifest));

        Assert.Contains(manifest.Shards[1].Digest.ToString(), fault.Message, StringComparison.Ordinal);
        Assert.Contains("(2 tokens) is missing", fault.Message, StringComparison.Ordinal);
        Assert.Contains("fetch the shard", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_ManifestWithAnotherVocabulary_IsRefused()
    {
        var store = new TokenShardStore(_folder.Path);
        var manifest = TokenStreams.Write(store, 10, [1, 2, 3, 4], 4) with { VocabularySize = 11 };

        var fault = Assert.Throws<InvalidDataException>(() => store.Open(manifest));

        Assert.Contains("vocabulary of 10, its manifest says 11", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_HeldOutInTheMiddleOfAShard_SplitsTheStreamThere()
    {
        var store = new TokenShardStore(_folder.Path);

        using var corpus = TokenStreams.Counting(store, count: 10, shardTokens: 4, heldOut: 3);

        Assert.Equal(7, corpus.Training.TokenCount);
        Assert.Equal(3, corpus.HeldOut.TokenCount);
        Assert.Equal([(0, 4), (0, 3)], corpus.Training.Segments.Select(segment => (segment.Start, segment.Count)));
        Assert.Equal([(3, 1), (0, 2)], corpus.HeldOut.Segments.Select(segment => (segment.Start, segment.Count)));
    }

    [Fact]
    public void FindPrepared_UnderAnotherKey_IsNull()
    {
        var store = new TokenShardStore(_folder.Path);
        var manifest = TokenStreams.Write(store, 10, [1, 2, 3, 4], 2);
        var key = ContentDigest.Of("key"u8);

        store.SavePrepared(key, manifest);

        Assert.Equal(manifest, store.FindPrepared(key));
        Assert.Null(store.FindPrepared(ContentDigest.Of("other"u8)));
    }
}
