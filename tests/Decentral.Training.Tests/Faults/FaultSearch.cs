using Decentral.Simulation.Faults;
using Decentral.Training.Tests.Fleet;

namespace Decentral.Training.Tests.Faults;

/// <summary>Runs the worlds of many seeds, and counts what really happened in them.</summary>
internal sealed class FaultSearch
{
    private readonly List<(ulong Seed, string Failure)> _failures = [];

    /// <summary>How often each kind of fault struck, and each kind of entry is in the ledgers.</summary>
    public SortedDictionary<string, int> Counts { get; } = new(StringComparer.Ordinal);

    /// <summary>The formats in which something crossed from node to node.</summary>
    public SortedSet<string> Manifests { get; } = new(StringComparer.Ordinal);

    /// <summary>The events at which something struck.</summary>
    public HashSet<long> Moments { get; } = [];

    public FaultSearch Run(ulong first, int count)
    {
        for (var seed = first; seed < first + (ulong)count; seed++)
        {
            Run(seed);
        }

        return this;
    }

    public void AssertClean() => Assert.True(
        _failures.Count == 0,
        $"Worlds failed at {_failures.Count} seeds: {string.Join(' ', _failures.Select(failed => failed.Seed))}. The first:\n" +
        _failures.FirstOrDefault().Failure);

    private static string NameOf(Fault fault) => fault is FailActor failed
        ? $"FailActor {failed.Path.TrimEnd("-0123456789".ToCharArray())}"
        : fault.GetType().Name;

    private void Run(ulong seed)
    {
        using var fleet = new SimulatedFleet(FleetWorld.Draw(seed));
        try
        {
            fleet.Run();
        }
        catch (Exception failure)
        {
            _failures.Add((seed, $"Seed {seed}: {failure}"));
        }

        foreach (var fault in fleet.Struck)
        {
            Count(NameOf(fault));
            Moments.Add(fault.AtEvent);
        }

        Manifests.UnionWith(fleet.Wire.Manifests);
        foreach (var happened in fleet.Ledger)
        {
            Count(happened.GetType().Name);
        }

        if (fleet.HasStaleWritten)
        {
            Count("StaleWriter");
        }
    }

    private void Count(string name) => Counts[name] = Counts.GetValueOrDefault(name) + 1;
}
