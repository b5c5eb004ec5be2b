using Decentral.Cli.Runs;
using Decentral.Cli.Tests.Commands;
using Decentral.Models.Decoders;
using Decentral.Models.HuggingFace;
using Decentral.Training.Jobs;

namespace Decentral.Cli.Tests.Runs;

public sealed class StartingWeightsTests : IDisposable
{
    private static readonly DecoderOptions Llama = TrainedFolder.Decoder with
    {
        Family = DecoderFamily.Llama,
        KeyValueHeads = 1,
    };

    private readonly RecordedHost _recorded = new();

    public StartingWeightsTests()
    {
        TrainedFolder.Make(PathOf("gpt"));
        TrainedFolder.Make(PathOf("llama"), Llama);
    }

    public void Dispose() => _recorded.Dispose();

    public static TheoryData<DecoderOptions, string> Others => new()
    {
        { Llama with { Layers = 2 }, "model.layers" },
        { Llama with { Width = 48 }, "model.width model.feedForward" },
        { Llama with { Heads = 4 }, "model.heads" },
        { Llama with { KeyValueHeads = 2 }, "model.keyValueHeads" },
        { Llama with { FeedForward = 24 }, "model.feedForward" },
        { Llama with { Vocabulary = 300 }, "model.vocabulary" },
        { Llama with { TiedHead = false }, "model.tiedHead" },
        { Llama with { RopeBase = 500_000 }, "model.ropeBase" },
    };

    [Theory]
    [InlineData("gpt")]
    [InlineData("gpt/model.safetensors")]
    public void Load_FolderOrFile_TakesTheWeights(string name)
    {
        using var weights = StartingWeights.Load(PathOf(name), TrainedFolder.Decoder);

        Assert.NotEqual(0, weights.Parameters.ComputeNorm());
        Assert.Empty(weights.Notices);
    }

    [Theory]
    [MemberData(nameof(Others))]
    public void Load_OfAnotherModel_SaysEachFieldThatDiffers(DecoderOptions decoder, string fields)
    {
        var refused = Assert.Throws<JobRefusedException>(() => StartingWeights.Load(PathOf("llama"), decoder));

        Assert.Equal(fields.Split(' '), refused.Problems.Select(problem => problem.Path));
    }

    [Fact]
    public void Load_GptOfAnotherContext_IsRefused()
    {
        var refused = Assert.Throws<JobRefusedException>(
            () => StartingWeights.Load(PathOf("gpt"), TrainedFolder.Decoder with { Context = 8 }));

        Assert.Equal(
            $"model.context: expected 16, as {PathOf("gpt/config.json")} says, found 8; use model.context: 16",
            Assert.Single(refused.Problems).ToString());
    }

    [Fact]
    public void Load_LlamaOfAnotherContext_TakesTheWeights()
    {
        using var weights = StartingWeights.Load(PathOf("llama"), Llama with { Context = 8 });

        Assert.Empty(weights.Notices);
    }

    [Fact]
    public void Load_NormsOfAnotherEpsilon_TakesTheWeightsAndSaysSo()
    {
        TrainedFolder.Make(PathOf("fine"), Llama with { NormEpsilon = 1e-6 });

        using var weights = StartingWeights.Load(PathOf("fine"), Llama);

        Assert.Contains("1E-06", Assert.Single(weights.Notices), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_WithoutDescription_TakesWhatHasTheShapesOfTheJob()
    {
        File.Delete(PathOf("gpt/config.json"));

        using var weights = StartingWeights.Load(PathOf("gpt"), TrainedFolder.Decoder);

        Assert.NotEqual(0, weights.Parameters.ComputeNorm());
    }

    [Fact]
    public void Load_WithoutDescriptionOfALargerModel_IsRefusedBeforeMemoryIsTaken()
    {
        File.Delete(PathOf("gpt/config.json"));
        var tooLarge = TrainedFolder.Decoder with { Width = 65536, Layers = 1024 };

        var refused = Assert.Throws<JobRefusedException>(() => StartingWeights.Load(PathOf("gpt"), tooLarge));

        Assert.Equal("model.weights", Assert.Single(refused.Problems).Path);
    }

    [Fact]
    public void Load_FileOfAnotherName_IsNotTakenForTheOneBesideIt()
    {
        File.Copy(PathOf("gpt/model.safetensors"), PathOf("gpt/mine.safetensors"));

        var refused = Assert.Throws<JobRefusedException>(
            () => StartingWeights.Load(PathOf("gpt/mine.safetensors"), TrainedFolder.Decoder));

        Assert.Contains("mine.safetensors", Assert.Single(refused.Problems).Found, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_DescriptionOfALargerModel_IsRefused()
    {
        var config = PathOf("gpt/config.json");
        var absurd = File.ReadAllText(config).Replace(
            "\"vocab_size\": 256", "\"vocab_size\": 2000000000", StringComparison.Ordinal);
        File.WriteAllText(config, absurd);

        var refused = Assert.Throws<HuggingFaceException>(
            () => StartingWeights.Load(PathOf("gpt"), TrainedFolder.Decoder));

        Assert.Contains("2000000000 tokens", refused.Message, StringComparison.Ordinal);
    }

    private string PathOf(string name) => Path.Combine(_recorded.Folder, name);
}
