using System.Collections.Immutable;
using Decentral.Benchmarks.Fleets;

namespace Decentral.Benchmarks.Shaped;

/// <summary>Processes that end together, at the latest when this goes.</summary>
internal sealed class ProcessGroup : IDisposable
{
    private readonly List<FleetProcess> _processes = [];

    /// <summary>In the order of their nodes.</summary>
    public ImmutableArray<FleetProcess> All => [.. _processes];

    public void Add(FleetProcess process) => _processes.Add(process);

    public void Dispose()
    {
        foreach (var process in _processes)
        {
            process.Dispose();
        }
    }
}
