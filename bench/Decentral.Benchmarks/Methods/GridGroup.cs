using System.Collections.Immutable;

namespace Decentral.Benchmarks.Methods;

/// <summary>Cells that are of one scale and answer one question.</summary>
internal sealed record GridGroup
{
    public required string Name { get; init; }

    /// <summary>What it is for, in a line.</summary>
    public required string Purpose { get; init; }

    /// <summary>What all of its cells have in common.</summary>
    public required ImmutableArray<Setting> Set { get; init; }

    public required ImmutableArray<Corpus> Corpora { get; init; }

    /// <summary>Whether its cells are the points of each method's own sweep, and not what was taken from it.</summary>
    public required bool IsTuning { get; init; }

    /// <summary>Whether docs/methods.svg has a picture of it.</summary>
    public required bool IsPlotted { get; init; }

    /// <summary>What is tried beside the methods: numbers of rounds, sizes of the model.</summary>
    public required Sweep Sweep { get; init; }
}
