using System.Collections.Immutable;
using Decentral.Actors.Transfers;
using Decentral.Models.Stages;
using Decentral.Pipeline.Protocol;

namespace Decentral.Pipeline.Stages;

/// <summary>What a snapshot has of atoms that a stage begins with.</summary>
/// <param name="Order">What was ordered.</param>
/// <param name="Parts">By atom; null for a part that is not there.</param>
internal sealed record SavedRead(FormStage Order, ImmutableArray<(ModelAtom Atom, Payload? Content)> Parts) : IDisposable
{
    public void Dispose()
    {
        foreach (var (_, content) in Parts)
        {
            content?.Dispose();
        }
    }
}
