namespace Decentral.Models.Data;

/// <summary>Names one token shard by its content, so that any copy of it, anywhere, can be checked and used.</summary>
/// <param name="Digest">SHA-256 of the shard's tokens and description, as its header carries it.</param>
/// <param name="TokenCount">Tokens in the shard.</param>
public sealed record ShardReference(ContentDigest Digest, long TokenCount);
