using System.Collections.Immutable;
using System.Text;
using Decentral.Models.Tokenizers;

namespace Decentral.Models.Data;

/// <summary>One source's way to tokens, or back to those that the store has of it.</summary>
internal sealed class Preparation(
    TokenShardStore store, TextSource source, DataSelection selection, Tokenizer tokenizer)
{
    /// <summary>Tokens in a shard, but for the last: the unit in which nodes fetch data.</summary>
    public const long ShardTokens = 1 << 24;

    /// <summary>Whether the tokens came from the store.</summary>
    public bool WasStored { get; private set; }

    /// <summary>What the person should know, in whole sentences.</summary>
    public ImmutableArray<string> Notices { get; private set; } = [];

    public TokenCorpus Open(IProgress<DataProgress>? progress, CancellationToken cancellationToken)
    {
        var key = KeyOf(source.Identify(progress, cancellationToken));
        var stored = OpenStored(key);
        WasStored = stored is not null;
        return stored ?? store.Open(Split(Tokenize(key, progress, cancellationToken)));
    }

    private ContentDigest KeyOf(ContentDigest identity) => ContentDigest.Of(Encoding.UTF8.GetBytes(
        $"prepared 1\n{identity}\n{tokenizer.Fingerprint}\n{selection.EffectiveMaxBytes}\n{ShardTokens}\n"));

    private TokenCorpus? OpenStored(ContentDigest key)
    {
        try
        {
            return store.FindPrepared(key) is { } manifest ? store.Open(Split(manifest)) : null;
        }
        catch (InvalidDataException e)
        {
            Notices = [$"Stored tokens could not be used and were made again: {e.Message}"];
            return null;
        }
    }

    /// <summary>Holds out the end of the stream: of n tokens the first ⌊n (1 − heldOut)⌋ are trained on.</summary>
    private DataManifest Split(DataManifest manifest)
    {
        var training = (long)Math.Floor(manifest.TokenCount * (1 - selection.HeldOut));
        return manifest with { HeldOutTokenCount = manifest.TokenCount - training };
    }

    private DataManifest Tokenize(
        ContentDigest key, IProgress<DataProgress>? progress, CancellationToken cancellationToken)
    {
        store.Clean();
        using var tokens = new TokenizingSink(tokenizer, store.Folder, ShardTokens);
        ITextSink sink = selection.EffectiveMaxBytes is { } maximum ? new LimitedSink(tokens, maximum) : tokens;
        source.CopyToTokenizer(sink, progress, cancellationToken);
        var manifest = new DataManifest
        {
            Tokenizer = tokenizer.Fingerprint,
            VocabularySize = tokenizer.VocabularySize,
            HeldOutTokenCount = 0,
            Shards = tokens.Complete(),
        };
        if (manifest.Shards.IsEmpty)
        {
            throw new DataSourceException($"{source.Description} has no text. Name other data: --data.");
        }

        store.SavePrepared(key, manifest);
        return manifest;
    }
}
