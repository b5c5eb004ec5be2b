using Decentral.Training.Protocol;

namespace Decentral.Training.Supervision;

/// <summary>A shard that the coordinator gave this node has failed, and is to be made anew.</summary>
/// <param name="Failed">The life that ended.</param>
internal readonly record struct ReplaceShard(HostedShard Failed);
