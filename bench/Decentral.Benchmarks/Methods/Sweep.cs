using System.Collections.Immutable;

namespace Decentral.Benchmarks.Methods;

/// <summary>Values to try for some fields: every combination of its axes.</summary>
internal sealed record Sweep(ImmutableArray<SweepAxis> Axes)
{
    /// <summary>The one point of a sweep over nothing.</summary>
    public static ImmutableArray<ImmutableArray<Setting>> OnePoint { get; } = [[]];

    /// <summary>All combinations, the last axis changing fastest.</summary>
    public ImmutableArray<ImmutableArray<Setting>> Points => Axes.Aggregate(
        OnePoint,
        (points, axis) => [.. points.SelectMany(point => axis.Points, (point, next) => point.AddRange(next))]);
}
