using Decentral.Files;

namespace Decentral.Models.Data;

/// <summary>
/// A folder of token shards, each under the name of its digest, and of the lists that say which shards a prepared text
/// has. Entries never change: any process may read while others write.
/// </summary>
/// <param name="folder">The folder; it is created by the first write.</param>
public sealed class TokenShardStore(string folder)
{
    /// <summary>The folder that holds the shards.</summary>
    public string Folder { get; } = Path.GetFullPath(folder);

    /// <summary>Where the shard with this digest lies, or would lie.</summary>
    public string PathOf(ContentDigest digest) => PathOf(Folder, digest);

    /// <summary>
    /// Opens all shards of a manifest and checks every byte against its digest; this reads them once, whole.
    /// </summary>
    /// <exception cref="InvalidDataException">A shard is missing, truncated or corrupt, or contradicts the
    /// manifest.</exception>
    public TokenCorpus Open(DataManifest manifest) => TokenCorpus.Open(this, manifest);

    internal static string PathOf(string folder, ContentDigest digest) => Path.Combine(folder, $"{digest}.tokens");

    /// <summary>The manifest that was saved under this key, nothing held out; null when there is none.</summary>
    /// <exception cref="InvalidDataException">What is there is not a manifest.</exception>
    internal DataManifest? FindPrepared(ContentDigest key)
    {
        var path = PreparedPath(key);
        return File.Exists(path) ? DataManifest.Parse(File.ReadAllBytes(path), path) : null;
    }

    /// <remarks>Another process may be saving the same: each writes a file of its own, and either is whole.</remarks>
    internal void SavePrepared(ContentDigest key, DataManifest manifest) =>
        AtomicFile.Write(PreparedPath(key), manifest.ToJson());

    /// <summary>Creates the folder, or removes what killed processes left in it half-written.</summary>
    internal void Clean()
    {
        DirectorySync.Create(Folder);
        PendingFile.RemoveAbandoned(Folder);
    }

    internal TokenShard Open(ShardReference shard)
    {
        var path = PathOf(shard.Digest);
        return File.Exists(path)
            ? TokenShard.Open(path, shard)
            : throw new InvalidDataException(
                $"Token shard '{path}' ({shard.TokenCount} tokens) is missing. Prepare the data again, or " +
                "fetch the shard.");
    }

    /// <summary>Where the vocabulary with this key lies, or would lie.</summary>
    internal string TokenizerPath(ContentDigest key) => Path.Combine(Folder, $"{key}.tokenizer.json");

    private string PreparedPath(ContentDigest key) => Path.Combine(Folder, $"{key}.prepared.json");
}
