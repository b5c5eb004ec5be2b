using Decentral.Actors.Compute;
using Decentral.Training.Protocol;

namespace Decentral.Training.Shards;

/// <summary>What a parameter shard works with.</summary>
public sealed record ShardOptions
{
    /// <summary>The fragment it owns.</summary>
    public required FragmentId Fragment { get; init; }

    /// <summary>Which life of it.</summary>
    public required Incarnation Incarnation { get; init; }

    /// <summary>Combines contributions; null values are never passed to it.</summary>
    public required ShardReducer Reducer { get; init; }

    /// <summary>Where its arithmetic runs.</summary>
    public required IComputeLane Lane { get; init; }

    /// <summary>The names of the actors of a run.</summary>
    public RunNames Names { get; init; } = new();

    /// <summary>Time between two reports; what was lost is noticed and repeated within about two of them.</summary>
    public TimeSpan ReportInterval { get; init; } = TimeSpan.FromMilliseconds(500);
}
