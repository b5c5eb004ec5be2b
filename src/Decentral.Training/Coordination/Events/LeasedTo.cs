using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Decentral.Models.Data;
using Decentral.Training.Protocol;

namespace Decentral.Training.Coordination.Events;

/// <summary>The lease of one participant of a round.</summary>
/// <param name="Worker">Which place in the fleet.</param>
/// <param name="Incarnation">Which life of it.</param>
/// <param name="Samples">In the order they are to be used.</param>
public sealed record LeasedTo(WorkerId Worker, Incarnation Incarnation, ImmutableArray<SampleRange> Samples)
{
    /// <summary>
    /// Where it came from, where members train on their own clocks, so that a lease may be carried from round to round; null where it
    /// is of the round that it stands in.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LeaseOrigin? Origin { get; init; }

    /// <summary>What its holder trains for: the round that it stands in, or the one that it came from.</summary>
    public Opening WorkIn(Opening opening) => Origin is { } origin ? new Opening(origin.Round, origin.Opened) : opening;
}
