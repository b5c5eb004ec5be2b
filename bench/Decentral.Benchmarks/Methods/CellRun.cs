using System.Text.Json.Nodes;
using Decentral.Benchmarks.Measuring;
using Decentral.Benchmarks.Reference;

namespace Decentral.Benchmarks.Methods;

/// <summary>Trains a cell by Decentral's own command line, in a process of its own.</summary>
internal static class CellRun
{
    private const string Diverged = "Training diverged";

    /// <exception cref="InvalidOperationException">The command line did not end with 0, and not because the training diverged.</exception>
    public static CellResult Train(string baseJobPath, Cell cell, CellConfiguration configuration)
    {
        try
        {
            return TrainToItsEnd(baseJobPath, cell, configuration);
        }
        catch (InvalidOperationException fault) when (fault.Message.Contains(Diverged, StringComparison.Ordinal))
        {
            return new CellResult
            {
                Configuration = configuration,
                Loss = double.PositiveInfinity,
                Tokens = 0,
                Rounds = 0,
                BytesSent = 0,
                Seconds = 0,
                Curve = [],
                Made = Machine.Describe(),
            };
        }
    }

    private static CellResult TrainToItsEnd(string baseJobPath, Cell cell, CellConfiguration configuration)
    {
        var folder = Directory.CreateTempSubdirectory("decentral-methods-");
        try
        {
            var run = Path.Combine(folder.FullName, "run");
            var output = ChildProcess.Run("dotnet", Arguments(baseJobPath, cell, run));
            var summary = JsonNode.Parse(output.TrimEnd().Split('\n')[^1])!;
            var metrics = File.ReadLines(Path.Combine(run, "metrics.jsonl")).Select(line => JsonNode.Parse(line));
            return new CellResult
            {
                Configuration = configuration,
                Loss = summary["evalLoss"]!.GetValue<double>(),
                Tokens = summary["tokens"]!.GetValue<long>(),
                Rounds = summary["rounds"]!.GetValue<int>(),
                BytesSent = summary["bytesSent"]!.GetValue<long>(),
                Seconds = summary["seconds"]!.GetValue<double>(),
                Curve = [.. LossCurve.Read(metrics).Points],
                Made = Machine.Describe(),
            };
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static IEnumerable<string> Arguments(string baseJobPath, Cell cell, string runDirectory) =>
    [
        Repository.Program,
        "train",
        baseJobPath,
        "--data",
        cell.Corpus.Location ?? throw new InvalidOperationException($"Where is {cell.Corpus.Name}? Name its file by --data."),
        "--out",
        runDirectory,
        "--json",
        .. cell.Settings.SelectMany(IEnumerable<string> (setting) => ["--set", setting.ToString()]),
    ];
}
