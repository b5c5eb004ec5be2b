using System.Globalization;
using System.Text.Json.Nodes;

namespace Decentral.Benchmarks.Reference;

/// <summary>A reference run by Decentral's own command line.</summary>
/// <param name="Curve">Its held-out losses.</param>
/// <param name="BytesMoved">Bytes that all parts sent and received, headers included.</param>
/// <param name="Seconds">From the first step to the last.</param>
internal sealed record DecentralRun(LossCurve Curve, long BytesMoved, double Seconds)
{
    /// <summary>Trains in a process of its own and a run directory that is deleted afterwards.</summary>
    /// <exception cref="InvalidOperationException">The command line did not end with 0.</exception>
    public static DecentralRun Train(string dataPath, ReferenceMethod method, ReferenceScale scale)
    {
        var folder = Directory.CreateTempSubdirectory("decentral-reference-");
        try
        {
            var run = Path.Combine(folder.FullName, "run");
            var output = ChildProcess.Run("dotnet", Arguments(dataPath, method, scale, run));
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
        string dataPath, ReferenceMethod method, ReferenceScale scale, string runDirectory)
    {
        (string Path, object Value)[] settings =
        [
            ("method", method.Name),
            ("sync.every", method.StepsPerRound),
            ("inner.steps", scale.Steps),
            ("evaluation.every", scale.StepsPerEvaluation),
            ("snapshots.every", scale.Steps),
        ];
        string[] command =
        [
            Path.Combine(AppContext.BaseDirectory, "decentral.dll"),
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
