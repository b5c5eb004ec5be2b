using Decentral.Cli.Commands;
using Decentral.Models.HuggingFace;

namespace Decentral.Cli.Tests.Commands;

public sealed class ExportCommandTests : IDisposable
{
    private readonly RecordedHost _recorded = new();

    public ExportCommandTests() => TrainedFolder.Make(Path.Combine(_recorded.Folder, "run"));

    public void Dispose() => _recorded.Dispose();

    [Fact]
    public async Task Export_TrainedRun_WritesTheSameModel()
    {
        var code = await RunAsync("export", "run", "out");

        Assert.Equal(0, code);
        Assert.Equal("out/config.json\nout/model.safetensors\n", _recorded.Output);
        Assert.Equal(ReadBytes("run/model.safetensors"), ReadBytes("out/model.safetensors"));
        Assert.Equal(
            HuggingFaceModel.ReadOptions(Path.Combine(_recorded.Folder, "run")),
            HuggingFaceModel.ReadOptions(Path.Combine(_recorded.Folder, "out")));
    }

    [Fact]
    public async Task Export_ModelWithATokenizer_WritesThatToo()
    {
        var folder = Path.Combine(_recorded.Folder, "bpe");
        TrainedFolder.Make(folder, TrainedFolder.Decoder with { Vocabulary = 260 });
        TrainedFolder.TrainTokenizer(vocabulary: 260).Save(Path.Combine(folder, "tokenizer.json"));

        await RunAsync("export", "bpe", "out", "--json");

        Assert.Equal(ReadBytes("bpe/tokenizer.json"), ReadBytes("out/tokenizer.json"));
        Assert.Equal(
            """{"run":"bpe","folder":"out","files":["config.json","model.safetensors","tokenizer.json"]}""" + "\n",
            _recorded.Output);
    }

    [Theory]
    [InlineData("run", "run: expected a new or empty folder, found one with things in it; name another")]
    [InlineData("file", "file: expected a new or empty folder, found a file; name another")]
    public async Task Export_PlaceInUse_IsRefusedAndStaysAsItWas(string place, string expected)
    {
        _recorded.Save("file", "a file");
        var before = ReadBytes("run/model.safetensors");

        var code = await RunAsync("export", "run", place);

        Assert.Equal(2, code);
        Assert.Equal(expected + "\n", _recorded.Errors);
        Assert.Equal(before, ReadBytes("run/model.safetensors"));
    }

    [Theory]
    [InlineData("run")]
    [InlineData("nowhere", "out")]
    [InlineData("young", "out")]
    public async Task Export_Mistake_EndsWithTwoAndMakesNothing(params string[] arguments)
    {
        _recorded.Save("young/job.yaml", "inner: { steps: 1000 }\n");

        var code = await RunAsync(["export", .. arguments]);

        Assert.Equal(2, code);
        Assert.NotEmpty(_recorded.Errors);
        Assert.False(Directory.Exists(Path.Combine(_recorded.Folder, "out")));
    }

    [Fact]
    public async Task Export_PlaceThatCannotBeWritten_NamesIt()
    {
        _recorded.Save("file", "a file");

        var code = await RunAsync("export", "run", "file/out");

        Assert.Equal(2, code);
        Assert.Contains(Path.Combine(_recorded.Folder, "file"), _recorded.Errors, StringComparison.Ordinal);
    }

    private byte[] ReadBytes(string name) => File.ReadAllBytes(Path.Combine(_recorded.Folder, name));

    private Task<int> RunAsync(params string[] arguments) =>
        new CommandLineApp(_recorded.Host, [ExportCommand.Create(_recorded.Host)]).RunAsync(arguments);
}
