using System.Collections.Immutable;

namespace Decentral.Models.Data;

/// <summary>A stretch of a corpus's token stream: what is trained on, or what is held out.</summary>
public sealed class TokenSet
{
    internal TokenSet(ImmutableArray<TokenShard> shards, long first, long count)
    {
        TokenCount = count;
        var segments = ImmutableArray.CreateBuilder<TokenSegment>();
        foreach (var shard in shards)
        {
            var start = Math.Clamp(first, 0, shard.TokenCount);
            var end = Math.Clamp(first + count, 0, shard.TokenCount);
            if (end > start)
            {
                segments.Add(new TokenSegment(shard, start, end - start));
            }

            first -= shard.TokenCount;
        }

        Segments = segments.ToImmutable();
    }

    /// <summary>Tokens in the set.</summary>
    public long TokenCount { get; }

    internal ImmutableArray<TokenSegment> Segments { get; }
}
