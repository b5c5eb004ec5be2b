using System.Collections.Immutable;

namespace Decentral.Pipeline.Recovery;

/// <summary>How the layers of a lost stage are made, or why they cannot be.</summary>
/// <param name="Layers">Every lost layer in order; empty where it is impossible.</param>
/// <param name="Reason">In words; a whole sentence.</param>
internal sealed record NeighbourPlan(ImmutableArray<LayerSources> Layers, string Reason)
{
    /// <summary>Whether the stage can be rebuilt so.</summary>
    public bool IsPossible => !Layers.IsEmpty;

    /// <summary>The stage cannot be rebuilt so.</summary>
    public static NeighbourPlan Impossible(string reason) => new([], reason);
}
