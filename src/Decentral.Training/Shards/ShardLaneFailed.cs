namespace Decentral.Training.Shards;

/// <summary>Work on the lane ended with an error.</summary>
/// <param name="Error">What it threw.</param>
internal sealed record ShardLaneFailed(Exception Error);
