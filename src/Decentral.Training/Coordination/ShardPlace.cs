using Decentral.Training.Protocol;

namespace Decentral.Training.Coordination;

/// <summary>Where the parameter shard of a fragment was placed.</summary>
/// <param name="Node">The node's name.</param>
/// <param name="Start">Which start of the node.</param>
/// <param name="Incarnation">The life that the shard was given.</param>
/// <param name="IsRecovery">Whether that replaced one that was lost.</param>
public sealed record ShardPlace(string Node, long Start, Incarnation Incarnation, bool IsRecovery);
