using System.Globalization;
using System.Text.Json.Nodes;

namespace Decentral.Benchmarks.Reference;

/// <summary>Reference runs by Decentral's own command line.</summary>
/// <param name="Curve">Their held-out losses: the mean over the seeds.</param>
/// <param name="BytesMoved">Bytes that all parts of one sent and received, headers included.</param>
/// <param name="Seconds">From the first step to the last of the slowest.</param>
internal sealed record DecentralRun(LossCurve Curve, long BytesMoved, double Seconds)
{
    /// <summary>Trains with each of the scale's seeds.</summary>
    /// <exception cref="InvalidOperationException">The command line did not end with 0.</exception>
    public static DecentralRun Train(string dataPath, ReferenceMethod method, ReferenceScale scale)
    {
        DecentralRun[] runs =
            [.. Enumerable.Range(1, scale.Seeds).Select(seed => TrainSeed(dataPath, method, scale, seed))];
        return new DecentralRun(
            LossCurve.Mean([.. runs.Select(run => run.Curve)]), runs[0].BytesMoved, runs.Max(run => run.Seconds));
    }

    /// <summary>Trains in a process of its own and a run directory that is deleted afterwards.</summary>
    private static DecentralRun TrainSeed(string dataPath, ReferenceMethod method, ReferenceScale scale, int seed)
    {
        var folder = Directory.CreateTempSubdirectory("decentral-reference-");
        try
        {
            var run = Path.Combine(folder.FullName, "run");
            var output = ChildProcess.Run("dotnet", Arguments(dataPath, method, scale, seed, run));
            var summary = JsonNode.Parse(output.TrimEnd().Split('\n')[^1])!;
            var metrics = File.ReadLines(Path.Combine(run, "metrics.jsonl"));
            return new DecentralRun(
                LossCurve.Read(metrics.Select(line => JsonNode.Parse(line))),
                summary["bytesSent"]!.GetValue<long>() + summary["bytesReceived"]!.GetValue<long>(),
                summary["seconds"]!.GetValue<double>());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static IEnumerable<string> Arguments(
        string dataPath, ReferenceMethod method, ReferenceScale scale, int seed, string runDirectory)
    {
        (string Path, object Value)[] settings =
        [
            ("seed", seed),
            ("method", method.Name),
            ("sync.every", method.StepsPerRound),
            ("inner.steps", scale.Steps),
            ("evaluation.every", scale.StepsPerEvaluation),
            ("snapshots.every", scale.Steps),
        ];
        string[] command =
        [
            Repository.Program,
            "train",
            Repository.PathOf("bench", "reference.yaml"),
            "--data",
            Path.GetFullPath(dataPath),
            "--out",
            runDirectory,
            "--json",
        ];
        return command.Concat(settings.SelectMany(IEnumerable<string> (setting) =>
            ["--set", string.Create(CultureInfo.InvariantCulture, $"{setting.Path}={setting.Value}")]));
    }
}
