using System.Text.Json;
using Decentral.Cli.Commands;
using Decentral.Models.Decoders;

namespace Decentral.Cli.Tests.Commands;

public sealed class GenerateCommandTests : IDisposable
{
    private readonly RecordedHost _recorded = new();

    public GenerateCommandTests() => TrainedFolder.Make(Path.Combine(_recorded.Folder, "run"));

    public void Dispose() => _recorded.Dispose();

    [Fact]
    public async Task Generate_TrainedRun_ContinuesTheTextByThatManyTokens()
    {
        var code = await RunAsync("generate", "run", "The ", "--tokens", "40", "--temperature", "0");

        Assert.Equal(0, code);
        Assert.StartsWith("The ", _recorded.Output, StringComparison.Ordinal);
        Assert.EndsWith("\n", _recorded.Output, StringComparison.Ordinal);
        Assert.Empty(_recorded.Errors);
    }

    [Fact]
    public async Task Generate_EqualSeeds_GiveEqualTexts()
    {
        var first = await ContinueAsync("--seed", "7");
        var same = await ContinueAsync("--seed", "7");
        var other = await ContinueAsync("--seed", "8");

        Assert.Equal(first, same);
        Assert.NotEqual(first, other);
    }

    [Fact]
    public async Task Generate_ModelWithATokenizer_SpeaksItsTokens()
    {
        var folder = Path.Combine(_recorded.Folder, "bpe");
        var tokenizer = TrainedFolder.TrainTokenizer(vocabulary: 260);
        TrainedFolder.Make(folder, TrainedFolder.Decoder with { Vocabulary = 320 });
        tokenizer.Save(Path.Combine(folder, "tokenizer.json"));

        var code = await RunAsync("generate", "bpe", "low", "--json");

        using var json = JsonDocument.Parse(_recorded.Output);
        Assert.Equal(0, code);
        Assert.Equal("low", json.RootElement.GetProperty("prompt").GetString());
        Assert.NotEmpty(json.RootElement.GetProperty("continuation").GetString()!);
    }

    [Fact]
    public async Task Generate_TokenizerOfALargerModel_IsAMistake()
    {
        TrainedFolder.TrainTokenizer(vocabulary: 260).Save(Path.Combine(_recorded.Folder, "run", "tokenizer.json"));

        var code = await RunAsync("generate", "run", "The ");

        Assert.Equal(2, code);
        Assert.Equal(
            "run/tokenizer.json: expected a tokenizer for the 256 tokens of the model, found one for 260\n",
            _recorded.Errors);
    }

    [Fact]
    public async Task Generate_ModelWhoseTokenizerIsMissing_IsAMistake()
    {
        TrainedFolder.Make(Path.Combine(_recorded.Folder, "bare"), TrainedFolder.Decoder with { Vocabulary = 300 });

        var code = await RunAsync("generate", "bare", "The ");

        Assert.Equal(2, code);
        Assert.Equal(
            "bare/tokenizer.json: expected a tokenizer for the 300 tokens of the model, found none\n",
            _recorded.Errors);
    }

    [Fact]
    public async Task Generate_LlamaOfAnyFolder_IsReadToo()
    {
        TrainedFolder.Make(
            Path.Combine(_recorded.Folder, "llama"), TrainedFolder.Decoder with { Family = DecoderFamily.Llama });

        var code = await RunAsync("generate", "llama", "The ", "--tokens", "3");

        Assert.Equal(0, code);
        Assert.StartsWith("The ", _recorded.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Generate_TemperatureZeroOrOneTokenToChooseFrom_TakesTheLikeliestWhateverTheSeed()
    {
        var likeliest = await ContinueAsync("--temperature", "0", "--seed", "7");

        Assert.Equal(likeliest, await ContinueAsync("--temperature", "0", "--seed", "8"));
        Assert.Equal(likeliest, await ContinueAsync("--top-k", "1", "--seed", "8"));
        Assert.NotEqual(likeliest, await ContinueAsync("--seed", "8"));
    }

    [Theory]
    [InlineData("nowhere", "The ")]
    [InlineData("run", "")]
    [InlineData("run")]
    [InlineData("run", "The ", "--tokens", "0")]
    [InlineData("run", "The ", "--tokens", "many")]
    [InlineData("run", "The ", "--temperature", "-1")]
    [InlineData("run", "The ", "--temperature", "NaN")]
    [InlineData("run", "The ", "--top-k", "-1")]
    public async Task Generate_Mistake_EndsWithTwo(params string[] arguments)
    {
        var code = await RunAsync(["generate", .. arguments]);

        Assert.Equal(2, code);
        Assert.NotEmpty(_recorded.Errors);
    }

    [Fact]
    public async Task Generate_RunWithoutAModelYet_SaysHowToGoOn()
    {
        _recorded.Save("young/job.yaml", "inner: { steps: 1000 }\n");

        var code = await RunAsync("generate", "young", "The ");

        Assert.Equal(2, code);
        Assert.Contains("decentral train --resume young", _recorded.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Generate_WeightsCutShort_AreRefused()
    {
        var weights = Path.Combine(_recorded.Folder, "run", "model.safetensors");
        await File.WriteAllBytesAsync(
            weights, (await File.ReadAllBytesAsync(weights, Token))[..1000], Token);

        var code = await RunAsync("generate", "run", "The ");

        Assert.Equal(2, code);
        Assert.Contains("model.safetensors", _recorded.Errors, StringComparison.Ordinal);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private async Task<string> ContinueAsync(params string[] options)
    {
        var before = _recorded.Output.Length;
        await RunAsync(["generate", "run", "The ", .. options]);
        return _recorded.Output[before..];
    }

    private Task<int> RunAsync(params string[] arguments) =>
        new CommandLineApp(_recorded.Host, [GenerateCommand.Create(_recorded.Host)]).RunAsync(arguments);
}
