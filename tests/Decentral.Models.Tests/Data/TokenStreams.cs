using Decentral.Models.Data;
using FsCheck;
using FsCheck.Fluent;

namespace Decentral.Models.Tests.Data;

/// <summary>Token streams to try, and their way to disk and back.</summary>
internal static class TokenStreams
{
    /// <summary>A vocabulary of each width, at its edges, with tokens of it.</summary>
    public static Arbitrary<(int Vocabulary, int[] Tokens)> Any { get; } =
        (from vocabulary in Gen.Elements(1, 2, 255, 256, 257, 50_257, 65_536, 65_537, 128_256, int.MaxValue)
         from tokens in Gen.Choose(0, vocabulary - 1).ArrayOf()
         select (vocabulary, tokens)).ToArbitrary();

    /// <summary>Writes tokens in shards of at most <paramref name="shardTokens"/>.</summary>
    public static DataManifest Write(
        TokenShardStore store, int vocabulary, int[] tokens, int shardTokens, long heldOut = 0)
    {
        var shards = tokens.Chunk(shardTokens).Select(part => WriteShard(store.Folder, vocabulary, part));
        return new DataManifest
        {
            Tokenizer = "test",
            VocabularySize = vocabulary,
            HeldOutTokenCount = heldOut,
            Shards = [.. shards],
        };
    }

    public static ShardReference WriteShard(string folder, int vocabulary, int[] tokens)
    {
        using var writer = new TokenShardWriter(folder, vocabulary);
        writer.Append(tokens);
        return writer.Complete();
    }

    /// <summary>The tokens 0, 1, 2 …, so that a token is its own position.</summary>
    public static TokenCorpus Counting(TokenShardStore store, int count, int shardTokens, long heldOut = 0) =>
        store.Open(Write(store, count, [.. Enumerable.Range(0, count)], shardTokens, heldOut));
}
