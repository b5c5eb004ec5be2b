namespace Decentral.Training.Shards;

/// <summary>A parameter shard cannot go on; the message says in what it was engaged and what went wrong.</summary>
public sealed class ShardFailedException(string message, Exception cause) : Exception(message, cause);
