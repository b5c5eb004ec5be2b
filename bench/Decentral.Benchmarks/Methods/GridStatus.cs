using System.Collections.Immutable;
using System.IO.Enumeration;
using Decentral.Cli.Jobs;

namespace Decentral.Benchmarks.Methods;

/// <summary>The grid's cells and which of them have a result.</summary>
/// <param name="Grid">The grid.</param>
/// <param name="Entries">Its cells, in the order in which they are run.</param>
internal sealed record GridStatus(MethodGrid Grid, ImmutableArray<CellEntry> Entries)
{
    /// <summary>Those without a result.</summary>
    public IEnumerable<CellEntry> Missing => Entries.Where(entry => entry.Result is null);

    /// <summary>Resolves all cells' jobs and looks for their results.</summary>
    /// <param name="grid">The grid.</param>
    /// <param name="results">Where results are.</param>
    /// <exception cref="InvalidDataException">A cell's job is refused.</exception>
    public static GridStatus Of(MethodGrid grid, ResultFolder results)
    {
        var baseJob = JobFile.Read(grid.BaseJobPath, Path.GetFileName(grid.BaseJobPath));
        return new GridStatus(
            grid,
            [
                .. from cell in grid.Cells()
                   let configuration = CellConfiguration.Of(baseJob, cell)
                   select new CellEntry(cell, configuration, results.Find(configuration)),
            ]);
    }

    /// <summary>The same with no other cells than those that a pattern matches, all where there is none.</summary>
    public GridStatus Only(ImmutableArray<string> patterns) => patterns.IsEmpty ? this : this with
    {
        Entries = [.. Entries.Where(entry =>
            patterns.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, entry.Cell.Name, ignoreCase: false)))],
    };
}
