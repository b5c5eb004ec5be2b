using System.Collections.Immutable;

namespace Decentral.Benchmarks.Methods;

/// <summary>All results of a grid, by what they are of.</summary>
internal sealed class Outcomes
{
    private readonly ImmutableArray<Outcome> _all;

    public Outcomes(GridStatus status)
    {
        Grid = status.Grid;
        Entries = status.Entries;
        _all =
        [
            .. from entry in status.Entries
               where entry.Result is not null
               group entry by (entry.Cell.Name, entry.Cell.Corpus.Digest, string.Join(' ', entry.Cell.Point)) into entries
               let bySeed = entries.OrderBy(entry => entry.Cell.Seed).ToImmutableArray()
               select new Outcome(bySeed[0].Cell, [.. bySeed.Select(entry => entry.Result!)]),
        ];
    }

    public MethodGrid Grid { get; }

    public ImmutableArray<CellEntry> Entries { get; }

    /// <summary>
    /// Each method's outcome on a corpus, in the grid's order: of a sweep, its point with the least loss. One that only diverged has
    /// none.
    /// </summary>
    public ImmutableArray<Outcome> Best(GridGroup group, Corpus corpus) =>
    [
        .. Grid.Methods
            .Select(method => Points(group, corpus, method).Where(point => !point.HasDiverged).MinBy(point => point.Loss))
            .OfType<Outcome>(),
    ];

    /// <summary>A method's outcomes on a corpus at all points that are done, with those that diverged.</summary>
    public ImmutableArray<Outcome> Points(GridGroup group, Corpus corpus, GridMethod method) =>
    [
        .. _all.Where(outcome =>
            outcome.Cell.Group.Name == group.Name
            && outcome.Cell.Corpus.Digest == corpus.Digest
            && outcome.Method.Name == method.Name),
    ];
}
