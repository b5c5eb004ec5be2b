using System.Collections.Immutable;

namespace Decentral.Benchmarks.Fleets;

/// <summary>Where a process of a fleet runs.</summary>
/// <param name="Prefix">What its command follows, as in <c>taskset -c 0</c>.</param>
internal sealed record FleetPlace(params ImmutableArray<string> Prefix)
{
    /// <summary>In this machine's own network, on any core.</summary>
    public static FleetPlace Anywhere { get; } = new([]);

    /// <summary>On one core.</summary>
    public static FleetPlace OnCore(int core) => new("taskset", "-c", $"{core}");

    /// <summary>The same inside another command.</summary>
    public FleetPlace Within(params IEnumerable<string> command) => new([.. command, .. Prefix]);
}
