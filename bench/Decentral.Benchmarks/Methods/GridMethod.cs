using System.Collections.Immutable;

namespace Decentral.Benchmarks.Methods;

/// <summary>A method with all that makes it this one, but for what is tuned.</summary>
internal sealed record GridMethod
{
    public required string Name { get; init; }

    public required ImmutableArray<Setting> Set { get; init; }

    /// <summary>What is tried when it is tuned.</summary>
    public required ImmutableArray<Sweep> Tune { get; init; }

    /// <summary>What was taken from the tuning, for all other groups.</summary>
    public required ImmutableArray<Setting> Tuned { get; init; }

    /// <summary>The groups it is in, with the number of seeds in each.</summary>
    public required ImmutableSortedDictionary<string, int> SeedsByGroup { get; init; }

    /// <summary>Data-parallel training with the same inner optimizer.</summary>
    public required string Baseline { get; init; }

    public ImmutableArray<ImmutableArray<Setting>> PointsIn(GridGroup group) =>
        group.IsTuning ? [.. Tune.SelectMany(sweep => sweep.Points)] : group.Sweep.Points;

    /// <summary>What distinguishes it at a point of a group, the later of two settings of a field counting.</summary>
    public ImmutableArray<Setting> SettingsIn(GridGroup group, ImmutableArray<Setting> point) =>
        group.IsTuning ? [.. group.Set, .. Set, .. point] : [.. group.Set, .. Set, .. Tuned, .. point];
}
