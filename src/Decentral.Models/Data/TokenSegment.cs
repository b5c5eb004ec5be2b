namespace Decentral.Models.Data;

/// <summary>Consecutive tokens of one shard.</summary>
internal readonly record struct TokenSegment(TokenShard Shard, long Start, long Count);
