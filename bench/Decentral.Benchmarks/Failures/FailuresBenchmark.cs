using System.Diagnostics;
using System.Globalization;
using System.IO.Enumeration;
using System.Security.Cryptography;
using System.Text;
using Decentral.Benchmarks.Measuring;
using Decentral.Benchmarks.Methods;
using Decentral.Benchmarks.Reference;
using Decentral.Pipeline.Faults;
using Decentral.Torch;

namespace Decentral.Benchmarks.Failures;

/// <summary>Trains the cells that have no result yet, one after the other.</summary>
internal sealed class FailuresBenchmark(FailuresOptions options)
{
    private readonly FailureTraces _traces = new(options.ResultsPath, options.Setting);
    private readonly FailureResults _results = new(options.ResultsPath);

    /// <summary>Runs what is missing until all is done or the budget is spent.</summary>
    /// <returns>The exit code: 0 where no cell has failed.</returns>
    public int Run()
    {
        var corpus = Corpus.At(options.Data ?? throw new InvalidOperationException("Name a text by --data."));
        var text = new FailureText(File.ReadAllBytes(corpus.Location!), options.Setting.Context);
        var began = Stopwatch.GetTimestamp();
        var failed = 0;
        TorchSeam.SetLaneThreads(1);
        foreach (var cell in Wanted().Where(cell => !IsDone(cell, corpus.Digest)))
        {
            if (Stopwatch.GetElapsedTime(began) > options.Budget)
            {
                Console.WriteLine("The budget is spent.");
                break;
            }

            failed += TryTrain(cell, corpus.Digest, text) ? 0 : 1;
        }

        return failed == 0 ? 0 : 1;
    }

    /// <summary>Prints every cell with its last loss, or that it is missing.</summary>
    public void List()
    {
        foreach (var cell in Wanted())
        {
            Console.WriteLine(_results.Find(cell) is { } result && IsCurrent(cell, result, result.Corpus)
                ? string.Create(CultureInfo.InvariantCulture, $"{result.Run.Curve[^1].Loss:0.0000}  {cell}")
                : $"missing {cell}");
        }
    }

    /// <summary>Writes the section of docs/benchmarks.md and docs/failures.svg.</summary>
    public void Report()
    {
        var outcomes = Outcomes();
        var page = Repository.PathOf("docs", "benchmarks.md");
        File.WriteAllText(page, new GeneratedSection("failures").Replace(File.ReadAllText(page), FailuresReport.Write(outcomes)));
        File.WriteAllText(Repository.PathOf("docs", "failures.svg"), FailuresPlot.Draw(outcomes));
    }

    /// <summary>What is done, by the modelled clock.</summary>
    public FailureOutcomes Outcomes() => new(
        options.Setting,
        new ClockOptions(),
        [
            .. from cell in FailureGrid.Cells()
               let result = _results.Find(cell)
               where result is not null && IsCurrent(cell, result, result.Corpus)
               select (cell, result),
        ],
        _traces.Of);

    private IEnumerable<FailureCell> Wanted() => FailureGrid.Cells().Where(cell => options.Only.IsEmpty
        || options.Only.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, cell.Name, ignoreCase: false)));

    private bool IsDone(FailureCell cell, string corpus) =>
        _results.Find(cell) is { } result && IsCurrent(cell, result, corpus);

    private bool IsCurrent(FailureCell cell, FailureResult result, string corpus) =>
        result.IsOf(options.Setting, corpus, DigestOf(TraceOf(cell)));

    private FailureTrace? TraceOf(FailureCell cell) => cell.Percent == 0 ? null : _traces.Of(cell.Percent, cell.Seed);

    private bool TryTrain(FailureCell cell, string corpus, FailureText text)
    {
        Console.WriteLine($"{DateTime.UtcNow:HH:mm:ss} {cell}");
        var (made, trace, began) = (Machine.Describe(), TraceOf(cell), Stopwatch.GetTimestamp());
        try
        {
            var run = new StruckPipeline(options.Setting, cell, trace, text).Run();
            var result = new FailureResult
            {
                Strategy = cell.Strategy.Name,
                Percent = cell.Percent,
                Seed = cell.Seed,
                Setting = options.Setting,
                Corpus = corpus,
                Trace = DigestOf(trace),
                Run = run,
                Seconds = Stopwatch.GetElapsedTime(began).TotalSeconds,
                Made = made,
            };
            _results.Keep(cell, result);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"         {run.Curve[^1].Loss:0.0000} behind step {run.Curve[^1].Step}, {run.Iterations} iterations, " +
                $"{run.Strikes.Length} strikes, {result.Seconds:0} s"));
            return true;
        }
        catch (InvalidOperationException fault)
        {
            // The others do not depend on it; the exit code says that one is missing.
            Console.Error.WriteLine(fault.Message);
            return false;
        }
    }

    private static string? DigestOf(FailureTrace? trace) => trace is null
        ? null
        : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(FailureTraceText.Write(trace))));
}
