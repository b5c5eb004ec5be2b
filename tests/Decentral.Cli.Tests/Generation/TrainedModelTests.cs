using Decentral.Cli.Generation;
using Decentral.Cli.Tests.Commands;
using Decentral.Models.Arenas;
using Decentral.Models.Decoders;
using Decentral.Models.Generation;
using Decentral.Models.Tokenizers;

namespace Decentral.Cli.Tests.Generation;

public sealed class TrainedModelTests : IDisposable
{
    private readonly RecordedHost _recorded = new();

    public void Dispose() => _recorded.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Load_WhatWasSaved_WritesTheSameTextAndTheSameFiles(bool hasLearnedTokenizer)
    {
        Tokenizer tokenizer = hasLearnedTokenizer ? TrainedFolder.TrainTokenizer(260) : new ByteTokenizer();
        using var model = Make(tokenizer);
        model.Save(PathOf("first"));

        using var loaded = TrainedModel.Load(PathOf("first"), "first");
        loaded.Save(PathOf("second"));

        Assert.Equal(Continue(model, 40), Continue(loaded, 40));
        foreach (var file in Directory.EnumerateFiles(PathOf("first")).Select(path => Path.GetFileName(path)))
        {
            Assert.Equal(
                File.ReadAllBytes(Path.Combine(PathOf("first"), file)),
                File.ReadAllBytes(Path.Combine(PathOf("second"), file)));
        }

        Assert.Equal(hasLearnedTokenizer, File.Exists(Path.Combine(PathOf("second"), "tokenizer.json")));
    }

    [Fact]
    public void Continue_BeyondTheContext_WritesAsManyTokensAsAreAskedFor()
    {
        using var model = Make(new ByteTokenizer());

        var pieces = model.Continue("The ", 3 * TrainedFolder.Decoder.Context, new SamplingOptions()).ToList();

        Assert.Equal((3 * TrainedFolder.Decoder.Context) + 1, pieces.Count);
    }

    [Fact]
    public void Continue_LlamaOfAContextBeyondAllMemory_WritesLikeOneThatIsJustLongEnough()
    {
        var llama = TrainedFolder.Decoder with { Family = DecoderFamily.Llama, Context = int.MaxValue };
        using var endless = Make(new ByteTokenizer(), llama);
        using var enough = Make(new ByteTokenizer(), llama with { Context = 64 });

        Assert.Equal(Continue(enough, 40), Continue(endless, 40));
    }

    private static TrainedModel Make(Tokenizer tokenizer) =>
        Make(tokenizer, TrainedFolder.Decoder with { Vocabulary = tokenizer.VocabularySize });

    private static TrainedModel Make(Tokenizer tokenizer, DecoderOptions decoder)
    {
        using var parameters = new Arena(DecoderParameters.LayOut(decoder));
        DecoderParameters.Initialize(decoder, parameters, seed: 1);
        var packed = new float[parameters.Layout.ElementCount];
        parameters.Read(FragmentPartition.Whole(parameters.Layout), packed);
        return TrainedModel.Of(decoder, tokenizer, packed);
    }

    private static string Continue(TrainedModel model, int tokens) =>
        string.Concat(model.Continue("low", tokens, new SamplingOptions { Seed = 3 }));

    private string PathOf(string name) => Path.Combine(_recorded.Folder, name);
}
