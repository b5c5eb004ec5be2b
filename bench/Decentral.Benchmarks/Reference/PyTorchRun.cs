using System.Globalization;
using System.Text.Json.Nodes;

namespace Decentral.Benchmarks.Reference;

/// <summary>A reference run by the PyTorch script, which shares no code with Decentral.</summary>
/// <param name="Curve">Its held-out losses.</param>
/// <param name="Made">Versions, machine and date.</param>
internal sealed record PyTorchRun(LossCurve Curve, string Made)
{
    /// <summary>The Python that Debian's python3-torch belongs to.</summary>
    public const string Python = "/usr/bin/python3";

    /// <summary>Runs bench/pytorch/train.py, whose other options are those of bench/reference.yaml by default.</summary>
    /// <exception cref="InvalidOperationException">The script did not end with 0.</exception>
    public static PyTorchRun Train(string dataPath, ReferenceMethod method, ReferenceScale scale)
    {
        string[] arguments =
        [
            Repository.PathOf("bench", "pytorch", "train.py"),
            Path.GetFullPath(dataPath),
            "--method",
            method.Name,
            "--rounds",
            scale.Rounds.ToString(CultureInfo.InvariantCulture),
            "--evaluate-every",
            scale.RoundsPerEvaluation.ToString(CultureInfo.InvariantCulture),
        ];
        return Read(JsonNode.Parse(ChildProcess.Run(Python, arguments).TrimEnd().Split('\n')[^1])!);
    }

    /// <summary>Reads the curves that are kept in the repository: the mean over the seeds there are.</summary>
    public static PyTorchRun Recorded(ReferenceMethod method, ReferenceScale scale)
    {
        PyTorchRun[] runs =
        [
            .. Directory.EnumerateFiles(Repository.PathOf("bench", "pytorch", "results"), $"{scale.Name}-{method.Name}-*.json")
                .Order(StringComparer.Ordinal)
                .Select(path => Read(JsonNode.Parse(File.ReadAllText(path))!)),
        ];
        return new PyTorchRun(LossCurve.Mean([.. runs.Select(run => run.Curve)]), $"{runs[0].Made}, mean of {runs.Length}");
    }

    private static PyTorchRun Read(JsonNode result) => new(
        LossCurve.Read(result["curve"]!.AsArray()),
        $"PyTorch {result["torch"]}, {result["processor"]}, {result["date"]}");
}
