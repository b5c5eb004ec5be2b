using System.Text.Json;
using Decentral.Cli.Commands;
using Decentral.Training.Jobs;

namespace Decentral.Cli.Tests.Commands;

public sealed class MethodsCommandTests : IDisposable
{
    private const StringComparison Ordinal = StringComparison.Ordinal;

    private readonly RecordedHost _recorded = new();

    public void Dispose() => _recorded.Dispose();

    [Fact]
    public async Task Methods_NoJob_ListsAllWithWhatTheySend()
    {
        var code = await RunAsync();

        Assert.Equal(0, code);
        var names = _recorded.Output.Split('\n').Skip(1).Select(line => line.Split(' ')[0]).TakeWhile(name => name.Length > 0);
        Assert.Equal(Enum.GetValues<MethodKind>().Select(ChoiceName.Of), names);
        Assert.Matches(@"\ndata-parallel +1 step +gradient +fp32 +fp32 +mean +none +adamw +6\.58 kB +1\.0\n", _recorded.Output);
        Assert.Matches(@"\ndiloco +100 steps +pseudo-gradient +fp32 +fp32 +mean +nesterov +adamw +65\.8 B +100\.0\n", _recorded.Output);
        Assert.Matches(@"\npipeline +10 steps +none +fp32 +fp32 +mean +none +adamw +0 B +-\n", _recorded.Output);
        Assert.Contains(
            "The 4 stages of pipeline hand one another 3.07 kB of activations and gradients a token, beside copies of their states.",
            _recorded.Output,
            Ordinal);
        Assert.Contains("For a job of defaults: 842 k parameters, steps of 1024 tokens.", _recorded.Output, Ordinal);
    }

    /// <summary>The choices of the file are those of its own method; the model and the batch count.</summary>
    [Fact]
    public async Task Methods_Job_TakesItsModelAndTheMethodsOwnChoices()
    {
        _recorded.Save(
            "job.yaml",
            "name: small\nmodel: { width: 64 }\nsync: { every: 7 }\ninner: { steps: 1000, batch: 2 }\nouter: { momentum: 0.5 }\n");

        await RunAsync("job.yaml", "--json");

        using var json = JsonDocument.Parse(_recorded.Output);
        Assert.Equal("small", json.RootElement.GetProperty("job").GetString());
        var diloco = MethodOf(json, "diloco");
        Assert.Equal(100, diloco.GetProperty("every").GetInt32());
        Assert.Equal(224_640, diloco.GetProperty("parameters").GetInt64());
        var payload = 2.0 * 4 * 224_640 / (100 * 2 * 128);
        Assert.InRange(diloco.GetProperty("bytesPerToken").GetDouble(), payload, payload * 1.001);
        Assert.InRange(diloco.GetProperty("timesLess").GetDouble(), 99.9, 100.1);
        Assert.Equal(0, diloco.GetProperty("stageBytesPerToken").GetDouble());
        var pipeline = MethodOf(json, "pipeline");
        Assert.Equal(JsonValueKind.Null, pipeline.GetProperty("timesLess").ValueKind);
        Assert.Equal(3 * 2 * 4 * 64, pipeline.GetProperty("stageBytesPerToken").GetDouble());
    }

    [Fact]
    public async Task Methods_Override_HoldsForAllThatTakeIt()
    {
        await RunAsync("--set", "sync.every=50", "--json");

        using var json = JsonDocument.Parse(_recorded.Output);
        Assert.InRange(MethodOf(json, "diloco").GetProperty("timesLess").GetDouble(), 49.9, 50.1);
        var refused = MethodOf(json, "data-parallel");
        Assert.False(refused.TryGetProperty("timesLess", out _));
        Assert.StartsWith("sync.every: expected 1 with update.kind gradient", refused.GetProperty("problems")[0].GetString(), Ordinal);
    }

    [Fact]
    public async Task Methods_RefusedForTheJob_SaysWhy()
    {
        _recorded.Save("job.yaml", "model: { layers: 1 }\ninner: { steps: 1000 }\n");

        var code = await RunAsync("job.yaml");

        Assert.Equal(0, code);
        Assert.Matches(
            @"\nstreaming-diloco .* refused: sync\.fragments: expected at most model\.layers 1, found 2: .*\n", _recorded.Output);
        Assert.Matches(@"\nmuloco .* 30\.0\n", _recorded.Output);
    }

    [Fact]
    public async Task Methods_ModelThatNoSnapshotHolds_IsRefusedForEach()
    {
        var code = await RunAsync("--set", "model.width=8192", "--set", "model.layers=24");

        Assert.Equal(2, code);
        Assert.Contains("model: expected at most ", _recorded.Errors, Ordinal);
        Assert.Empty(_recorded.Output);
    }

    [Theory]
    [InlineData("none.yaml", "no file of that name")]
    [InlineData("job.yaml --set workrs=2", "did you mean workers?")]
    [InlineData("job.yaml --set model.heads=3", "model.heads")]
    public async Task Methods_MistakeInTheJob_IsToldAsTrainTellsIt(string arguments, string part)
    {
        _recorded.Save("job.yaml", "inner: { steps: 1000 }\n");

        var code = await RunAsync(arguments.Split(' '));

        Assert.Equal(2, code);
        Assert.Contains(part, _recorded.Errors, Ordinal);
        Assert.Empty(_recorded.Output);
    }

    private static JsonElement MethodOf(JsonDocument json, string name) => json.RootElement.GetProperty("methods").EnumerateArray()
        .Single(method => method.GetProperty("method").GetString() == name);

    private Task<int> RunAsync(params string[] arguments) =>
        new CommandLineApp(_recorded.Host, [MethodsCommand.Create(_recorded.Host)]).RunAsync(["methods", .. arguments]);
}
