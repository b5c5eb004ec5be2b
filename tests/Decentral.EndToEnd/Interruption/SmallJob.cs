using System.Globalization;

namespace Decentral.EndToEnd.Interruption;

/// <summary>A folder with a job of a small GPT and its text, and the run of it that nothing interrupted.</summary>
public sealed class SmallJob : IDisposable
{
    public const int Rounds = 16;
    public const int Workers = 3;

    private const int Every = 8;
    private const int Words = 20_000;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("decentral-interruption-");
    private readonly Dictionary<string, RunFiles> _uninterrupted = [];

    public SmallJob()
    {
        File.WriteAllText(System.IO.Path.Combine(Path, "text.txt"), WriteText());
        File.WriteAllText(System.IO.Path.Combine(Path, "job.yaml"), string.Create(CultureInfo.InvariantCulture, $$"""
            name: interrupted
            model: { layers: 2, width: 32, heads: 2, context: 32 }
            data: { source: text.txt, heldOut: 0.1 }
            workers: {{Workers}}
            inner: { learningRate: 1e-3, batch: 2, steps: {{Rounds * Every}}, warmup: 10 }
            evaluation: { every: {{Every}}, sequences: 16 }
            snapshots: { every: {{2 * Every}} }
            sample: { tokens: 8 }
            """));
    }

    /// <summary>The working directory.</summary>
    public string Path => _folder.FullName;

    /// <summary>
    /// How <c>train</c> is called to train it; data-parallel has a round each step, and Streaming DiLoCo two in as many as others have
    /// one.
    /// </summary>
    public static string[] Arguments(string method, string run)
    {
        string[] arguments = ["job.yaml", "--out", run, "--set", $"method={method}"];
        return method switch
        {
            "data-parallel" => arguments,
            "streaming-diloco" => [.. arguments, "--set", $"sync.every={Every}", "--set", "sync.overlap=2"],
            _ => [.. arguments, "--set", $"sync.every={Every}"],
        };
    }

    /// <summary>What the run leaves that nothing interrupted.</summary>
    internal RunFiles Uninterrupted(string method)
    {
        if (!_uninterrupted.TryGetValue(method, out var files))
        {
            TrainingProcess.Complete(Path, Arguments(method, $"{method}-uninterrupted"));
            files = RunFiles.Read(System.IO.Path.Combine(Path, $"{method}-uninterrupted"));
            _uninterrupted.Add(method, files);
        }

        return files;
    }

    /// <summary>What a run leaves.</summary>
    internal RunFiles Read(string run) => RunFiles.Read(System.IO.Path.Combine(Path, run));

    public void Dispose() => _folder.Delete(recursive: true);

    private static string WriteText()
    {
        string[] words = ["the", "worker", "sends", "what", "it", "has", "learned", "and", "goes", "on", "when", "others", "stop"];
        var random = new Random(1);
        return string.Join(' ', Enumerable.Range(0, Words).Select(_ => words[random.Next(words.Length)]));
    }
}
