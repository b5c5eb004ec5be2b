using System.Collections.Immutable;

namespace Decentral.Benchmarks.Methods;

/// <summary>All that is trained in order to compare methods, as bench/methods.yaml lists it.</summary>
internal sealed record MethodGrid
{
    /// <summary>The job that every cell changes.</summary>
    public required string BaseJobPath { get; init; }

    /// <summary>The method that bytes are compared with.</summary>
    public required string Baseline { get; init; }

    public required ImmutableArray<Corpus> Corpora { get; init; }

    public required ImmutableArray<GridGroup> Groups { get; init; }

    public required ImmutableArray<GridMethod> Methods { get; init; }

    public required ImmutableArray<Relation> Relations { get; init; }

    public GridMethod Method(string name) => Methods.First(method => method.Name == name);

    /// <summary>
    /// All cells, in the order in which they are run: by group, and in a group the first seed, corpus and point of every
    /// method before the next of any, so that an unfinished grid is broad and not deep.
    /// </summary>
    public ImmutableArray<Cell> Cells() => [.. Groups.SelectMany(CellsOf)];

    /// <summary>
    /// The same grid where <paramref name="files"/> are. A file that the grid does not know by its digest takes the place of all
    /// of its corpora.
    /// </summary>
    public MethodGrid On(IReadOnlyList<Corpus> files)
    {
        var unknown = files.Where(file => Corpora.All(corpus => corpus.Digest != file.Digest)).ToImmutableArray();
        return this with
        {
            Corpora = unknown.IsEmpty ? [.. Corpora.Select(Located)] : unknown,
            Groups = [.. Groups.Select(group => group with
            {
                Corpora = unknown.IsEmpty ? [.. group.Corpora.Select(Located)] : unknown,
            })],
        };

        Corpus Located(Corpus corpus) => files.FirstOrDefault(file => file.Digest == corpus.Digest) ?? corpus;
    }

    private IEnumerable<Cell> CellsOf(GridGroup among) =>
        from method in Methods
        from seed in Enumerable.Range(1, method.SeedsByGroup.GetValueOrDefault(among.Name))
        from corpus in among.Corpora.Index()
        from point in method.PointsIn(among).Index()
        orderby seed, corpus.Index, point.Index
        select new Cell(among, method, point.Item, corpus.Item, seed);
}
