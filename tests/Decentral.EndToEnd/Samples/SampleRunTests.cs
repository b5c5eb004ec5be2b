using System.Text.Json.Nodes;
using Decentral.Benchmarks.Reference;

namespace Decentral.EndToEnd.Samples;

/// <summary>
/// Every sample as it stands but for its size: it is trained, resumed, inspected, lets its model write, exports it, and
/// what was exported is where another run begins.
/// </summary>
public sealed class SampleRunTests(SampleFolder folder) : IClassFixture<SampleFolder>
{
    private const int Done = 0;
    private const int Steps = 4;

    /// <summary>Little enough for a second; a budget that a sample states otherwise gives way to steps.</summary>
    private static readonly string[] Tiny =
    [
        "run.epochs=null", $"inner.steps={Steps}", "inner.warmup=1", "model.layers=1", "model.width=32",
        "model.context=32", "evaluation.sequences=4", "sample.tokens=8",
    ];

    public static TheoryData<string> Samples =>
        [.. Directory.EnumerateFiles(Folder, "*.yaml").Select(path => Path.GetFileName(path)).Order()];

    private static string Folder { get; } = Repository.PathOf("samples");

    [Theory]
    [MemberData(nameof(Samples))]
    public void Sample_OfFewSteps_DoesAllThatARunIsFor(string sample)
    {
        var (run, model, next) = ($"{sample}-run", $"{sample}-model", $"{sample}-next");
        string[] changes = [.. DataOf(sample), .. Tiny.SelectMany(Set), .. LayersOf(sample), .. RoundsOf(sample), "--json"];
        string[] job = ["train", Path.Combine(Folder, sample), .. changes];

        var trained = Run([.. job, "--out", run]);
        var resumed = Run("train", "--resume", run, "--json");
        var written = Run("generate", run, "The ", "--tokens", "4", "--json");
        var exported = Run("export", run, model, "--json");
        var inspected = Run("inspect", run, "--json");
        string[] itsTokenizer = Has(exported, "tokenizer.json") ? Set($"model.tokenizer={model}/tokenizer.json") : [];
        var continued = Run([.. job, .. Set($"model.weights={model}"), .. itsTokenizer, "--out", next]);

        Assert.True(trained["complete"]!.GetValue<bool>());
        Assert.Equal(
            (Text(trained, "rounds"), Text(trained, "tokens"), Text(trained, "evalLoss")),
            (Text(resumed, "rounds"), Text(resumed, "tokens"), Text(resumed, "evalLoss")));
        Assert.Equal(
            (Text(trained, "rounds"), Text(trained, "tokens")),
            ($"{inspected["rounds"]!.AsArray().Count}", Text(inspected, "tokens")));
        Assert.Equal("The ", Text(written, "prompt"));
        Assert.Equal(Number(trained, "evalLoss"), Number(continued, "firstEvalLoss"), tolerance: 1e-6);
    }

    /// <summary>Own text is a test's own; the rest train on a little of what the sample names.</summary>
    private static string[] DataOf(string sample) => sample == "own-text.yaml"
        ? ["--data", SampleFolder.OwnText]
        : Set("data.maxBytes=100000");

    /// <summary>Each stage has a layer at least.</summary>
    private static string[] LayersOf(string sample) => sample == "pipeline.yaml" ? Set("model.layers=4") : [];

    private static string[] RoundsOf(string sample) => sample == "data-parallel.yaml" ? [] : Set("sync.every=2");

    private static bool Has(JsonObject exported, string file) =>
        exported["files"]!.AsArray().Any(name => name!.GetValue<string>() == file);

    private static string[] Set(string field) => ["--set", field];

    private static string Text(JsonObject json, string name) => $"{json[name]}";

    private static double Number(JsonObject json, string name) => json[name]!.GetValue<double>();

    private JsonObject Run(params string[] arguments) => ProgramRun.Of(folder.Path, arguments).EndedWith(Done).Json();
}
