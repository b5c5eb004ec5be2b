using System.Collections.Immutable;

namespace Decentral.Models.Data;

/// <summary>The opened shards of a manifest. Dispose it after the last read from either set.</summary>
public sealed class TokenCorpus : IDisposable
{
    private readonly ImmutableArray<TokenShard> _shards;

    private TokenCorpus(ImmutableArray<TokenShard> shards, DataManifest manifest)
    {
        _shards = shards;
        Manifest = manifest;
        var training = manifest.TrainingTokenCount;
        Training = new TokenSet(shards, 0, training);
        HeldOut = new TokenSet(shards, training, manifest.HeldOutTokenCount);
    }

    /// <summary>What the corpus was opened from.</summary>
    public DataManifest Manifest { get; }

    /// <summary>The tokens that are trained on.</summary>
    public TokenSet Training { get; }

    /// <summary>The tokens that are only evaluated on; empty when the manifest holds none out.</summary>
    public TokenSet HeldOut { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var shard in _shards)
        {
            shard.Dispose();
        }
    }

    internal static TokenCorpus Open(TokenShardStore store, DataManifest manifest)
    {
        var opened = ImmutableArray.CreateBuilder<TokenShard>(manifest.Shards.Length);
        try
        {
            foreach (var reference in manifest.Shards)
            {
                var shard = store.Open(reference);
                opened.Add(shard);
                if (shard.VocabularySize != manifest.VocabularySize)
                {
                    throw new InvalidDataException(
                        $"Token shard '{store.PathOf(reference.Digest)}' has a vocabulary of {shard.VocabularySize}, " +
                        $"its manifest says {manifest.VocabularySize}.");
                }
            }

            return new TokenCorpus(opened.MoveToImmutable(), manifest);
        }
        catch
        {
            foreach (var shard in opened)
            {
                shard.Dispose();
            }


            throw;
        }
    }
}
