using System.Collections.Immutable;
using Decentral.Actors.Transfers;
using Decentral.Pipeline.Protocol;

namespace Decentral.Pipeline.Stages;

/// <summary>The lane has copied out what a snapshot is to have.</summary>
/// <param name="Order">What was ordered.</param>
/// <param name="Parts">The parts by name.</param>
internal sealed record AtomsRead(SaveAtoms Order, ImmutableArray<(string Name, Payload Content)> Parts) : IDisposable
{
    public void Dispose()
    {
        foreach (var (_, content) in Parts)
        {
            content.Dispose();
        }
    }
}
