using System.Collections.Immutable;

namespace Decentral.Training.Protocol;

/// <summary>
/// What a node that joined hosts of a run, and what it would host: sent by its agent at intervals, so that whatever was lost on
/// the way is said again.
/// </summary>
/// <param name="Start">Which start of the node; a later one is higher.</param>
/// <param name="Hosted">Workers that live on it, in member order.</param>
/// <param name="Requests">
/// Numbers of the places that it would fill, ascending. Each is used once, so that a repetition is given the same place.
/// </param>
public sealed record NodeReport(long Start, ImmutableArray<WorkerId> Hosted, ImmutableArray<long> Requests)
{
    /// <summary>Parameter shards that live on it, by fragment.</summary>
    public ImmutableArray<HostedShard> Shards { get; init; } = [];

    /// <summary>What the node found out about itself; null where it did not look.</summary>
    public NodeMeasures? Measures { get; init; }
}
