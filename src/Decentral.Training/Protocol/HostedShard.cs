namespace Decentral.Training.Protocol;

/// <summary>A parameter shard that lives on a node.</summary>
/// <param name="Fragment">Which part of the parameters.</param>
/// <param name="Incarnation">Which life.</param>
public readonly record struct HostedShard(FragmentId Fragment, Incarnation Incarnation);
