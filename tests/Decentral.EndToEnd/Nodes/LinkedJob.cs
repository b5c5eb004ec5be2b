using System.Globalization;
using System.Text.RegularExpressions;

namespace Decentral.EndToEnd.Nodes;

/// <summary>A folder with a job that takes some seconds on two processes, and how its hub and nodes are started.</summary>
public sealed partial class LinkedJob : IDisposable
{
    /// <summary>Tokens of a step of both.</summary>
    public const int TokensPerStep = 2 * 2 * 64;

    /// <summary>Tokens of the run.</summary>
    public const int Tokens = Steps * TokensPerStep;

    private const int Steps = 800;
    private const int Every = 25;
    private const int Words = 20_000;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("decentral-nodes-");

    public LinkedJob()
    {
        File.WriteAllText(System.IO.Path.Combine(Path, "text.txt"), WriteText());
        File.WriteAllText(System.IO.Path.Combine(Path, "job.yaml"), string.Create(CultureInfo.InvariantCulture, $$"""
            name: linked
            model: { layers: 2, width: 48, heads: 2, context: 64 }
            data: { source: text.txt, heldOut: 0.1 }
            workers: 2
            inner: { learningRate: 1e-3, batch: 2, steps: {{Steps}}, warmup: 20 }
            sync: { every: {{Every}} }
            evaluation: { every: 100, sequences: 16 }
            snapshots: { every: 2s }
            sample: { tokens: 0 }
            compute: { threads: 1 }
            """));
    }

    /// <summary>The working directory.</summary>
    public string Path => _folder.FullName;

    /// <summary>Starts a run that takes nodes in.</summary>
    /// <param name="run">Its directory.</param>
    /// <param name="workersHere">Workers of the hub's process.</param>
    /// <param name="further">Further arguments.</param>
    internal TrainingProcess Listen(string run, int workersHere, params string[] further) =>
        ListenAt("127.0.0.1", run, workersHere, further);

    /// <summary>The same at another address of this machine.</summary>
    internal TrainingProcess ListenAt(string address, string run, int workersHere, params string[] further) => TrainingProcess.Start(
        Path,
        [
            "job.yaml", "--out", run, "--listen", $"https://{address}:0",
            "--workers-here", workersHere.ToString(CultureInfo.InvariantCulture), .. further,
        ]);

    /// <summary>Waits until the hub says how nodes join.</summary>
    /// <returns>The options of <c>node</c>.</returns>
    internal static string[] JoinOptions(TrainingProcess hub)
    {
        hub.Reach("other machines join by:");
        var command = JoinCommand().Match(hub.Said);
        return ["--join", command.Groups["url"].Value, "--token", command.Groups["token"].Value];
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [GeneratedRegex(@"node --join (?<url>\S+) --token (?<token>\S+)")]
    private static partial Regex JoinCommand();

    private static string WriteText()
    {
        string[] words = ["a", "node", "that", "comes", "back", "finds", "its", "place", "and", "goes", "on", "where", "others", "are"];
        var random = new Random(2);
        return string.Join(' ', Enumerable.Range(0, Words).Select(_ => words[random.Next(words.Length)]));
    }
}
