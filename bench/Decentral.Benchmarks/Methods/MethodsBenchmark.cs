using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Decentral.Benchmarks.Reference;

namespace Decentral.Benchmarks.Methods;

/// <summary>
/// Trains the cells of bench/methods.yaml that have no result yet, and writes the tables and the plot from those that have one.
/// </summary>
internal sealed class MethodsBenchmark(MethodsOptions options)
{
    private readonly ResultFolder _results = new(options.ResultsPath);

    /// <summary>The corpora's files by what they hold, read once.</summary>
    private readonly ImmutableArray<Corpus> _files = [.. options.Data.Select(Corpus.At)];

    /// <summary>
    /// Runs what is missing, one cell after the other, until all is done or the budget is spent. The grid is read again before
    /// each cell: what early cells show may change what is worth trying.
    /// </summary>
    /// <returns>The exit code: 0 where no cell has failed.</returns>
    public int Run()
    {
        var began = Stopwatch.GetTimestamp();
        var failed = new HashSet<string>();
        while (Next(failed) is { } entry)
        {
            if (Stopwatch.GetElapsedTime(began) > options.Budget)
            {
                Console.WriteLine("The budget is spent.");
                break;
            }

            Train(entry, failed);
        }

        return failed.Count == 0 ? 0 : 1;
    }

    /// <summary>Prints every cell with its loss, or the time that it may take.</summary>
    public void List()
    {
        var status = Status();
        var estimate = new TimeEstimate(_results.All());
        foreach (var entry in status.Entries)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Describe(entry, estimate),-12} {entry.Cell}"));
        }

        // Two cells may be one run: a tuned one at the scale of the tuning, say.
        var missing = status.Missing.DistinctBy(entry => entry.Configuration.Key).ToList();
        var known = missing.Select(entry => estimate.SecondsOf(entry.Configuration)).OfType<double>().ToList();
        Console.WriteLine(
            $"{status.Entries.Length - status.Missing.Count()} of {status.Entries.Length} cells are done. {missing.Count} runs are " +
            $"missing, about {TimeSpan.FromSeconds(known.Sum()):d\\.hh\\:mm} (days, hours, minutes); {missing.Count - known.Count} of " +
            "them are of a shape that was never run, and not in that time.");
    }

    /// <summary>Writes the section of docs/benchmarks.md and docs/methods.svg; of corpora of one's own, prints the section.</summary>
    public void Report()
    {
        var status = Status();
        var outcomes = new Outcomes(status);
        var section = MethodsReport.Write(outcomes);
        if (_files.Any(IsUnknown))
        {
            Console.WriteLine(section);
            return;
        }

        var page = Repository.PathOf("docs", "benchmarks.md");
        File.WriteAllText(page, new GeneratedSection("methods").Replace(File.ReadAllText(page), section));
        File.WriteAllText(Repository.PathOf("docs", "methods.svg"), MethodsPlot.Draw(outcomes));
    }

    private bool IsUnknown(Corpus file) =>
        GridReader.Read(options.GridPath).Corpora.All(corpus => corpus.Digest != file.Digest);

    private GridStatus Status() =>
        GridStatus.Of(GridReader.Read(options.GridPath).On(_files), _results).Only(options.Only);

    /// <summary>The first cell that can be run now, or null.</summary>
    private (GridStatus Status, CellEntry Entry)? Next(HashSet<string> failed)
    {
        var status = Status();
        var entry = status.Missing.FirstOrDefault(entry =>
            entry.Cell.Corpus.Location is not null && !failed.Contains(entry.Configuration.Key));
        return entry is null ? null : (status, entry);
    }

    private void Train((GridStatus Status, CellEntry Entry) next, HashSet<string> failed)
    {
        var (status, entry) = next;
        Console.WriteLine($"{DateTime.UtcNow:HH:mm:ss} {entry.Cell}");
        try
        {
            var result = CellRun.Train(status.Grid.BaseJobPath, entry.Cell, entry.Configuration);
            _results.Keep(result);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"         {result.Loss:0.0000} nats a byte, {result.BytesPerToken:#,0.0} bytes a token, {result.Seconds:0} s"));
        }
        catch (InvalidOperationException fault)
        {
            // The others do not depend on it; the exit code says that one is missing.
            failed.Add(entry.Configuration.Key);
            Console.Error.WriteLine(fault.Message);
        }
    }

    private static string Describe(CellEntry entry, TimeEstimate estimate) => entry.Result is { } result
        ? string.Create(CultureInfo.InvariantCulture, $"{result.Loss:0.0000}")
        : estimate.SecondsOf(entry.Configuration) is { } seconds ? $"~{TimeSpan.FromSeconds(seconds):h\\:mm\\:ss}" : "missing";
}
