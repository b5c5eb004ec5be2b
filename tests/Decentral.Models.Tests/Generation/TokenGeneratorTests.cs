using Decentral.Models.Decoders;
using Decentral.Models.Generation;
using Decentral.Models.Optimizers;
using Decentral.Models.Replicas;
using Decentral.Models.Tests.Replicas;

namespace Decentral.Models.Tests.Generation;

public sealed class TokenGeneratorTests
{
    private const int Vocabulary = 37;

    [Theory]
    [InlineData(DecoderFamily.Gpt)]
    [InlineData(DecoderFamily.Llama)]
    public void Continue_TokenByToken_ExpectsWhatTheWholeSequenceDoes(DecoderFamily family)
    {
        using var replica = Create(family);
        using var cache = replica.CreateCache();
        var batch = Batches.Random(1, 16, Vocabulary);
        var whole = replica.ComputeLogits(batch);
        var logits = new float[Vocabulary];

        replica.Continue(batch.Window(0)[..5], cache, logits);
        AssertRow(whole, 4, logits);
        replica.Continue(batch.Window(0)[5..8], cache, logits);
        AssertRow(whole, 7, logits);
        for (var position = 8; position < 16; position++)
        {
            replica.Continue(batch.Window(0).Slice(position, 1), cache, logits);
            AssertRow(whole, position, logits);
        }
    }

    [Fact]
    public void Generate_BeyondTheContext_GoesOn()
    {
        using var replica = Create(DecoderFamily.Gpt);
        using var generator = new TokenGenerator(replica, new SamplingOptions());

        var tokens = generator.Generate(new long[] { 1, 2, 3 }, 60).ToArray();

        Assert.Equal(60, tokens.Length);
        Assert.All(tokens, token => Assert.InRange(token, 0, Vocabulary - 1));
    }

    [Fact]
    public void Generate_PromptBeyondTheContext_ReadsItsEnd()
    {
        using var replica = Create(DecoderFamily.Gpt);
        using var generator = new TokenGenerator(replica, new SamplingOptions { Temperature = 0 });
        var prompt = Batches.Random(1, 29, Vocabulary).Windows;

        var first = generator.Generate(prompt, 1).Single();

        Assert.Equal(generator.Generate(prompt[^16..], 1).Single(), first);
    }

    [Fact]
    public void Generate_SameSeed_RepeatsAndAnotherSeedDoesNot()
    {
        using var replica = Create(DecoderFamily.Llama);
        using var generator = new TokenGenerator(replica, new SamplingOptions { Seed = 1 });
        using var other = new TokenGenerator(replica, new SamplingOptions { Seed = 2 });

        var tokens = generator.Generate(new long[] { 1 }, 40).ToArray();

        Assert.Equal(tokens, generator.Generate(new long[] { 1 }, 40));
        Assert.NotEqual(tokens, other.Generate(new long[] { 1 }, 40));
    }

    [Fact]
    public void Generate_AfterTrainingOnACycle_ContinuesIt()
    {
        using var replica = Create(DecoderFamily.Llama);
        long[] cycle = [.. Enumerable.Range(0, 17).Select(index => index % 3 + 10L)];
        for (var step = 0; step < 60; step++)
        {
            ((IReplica)replica).TrainStep(new TokenBatch(cycle, 1), new StepSettings(1e-2));
        }

        using var generator = new TokenGenerator(replica, new SamplingOptions { Temperature = 0 });
        Assert.Equal([12, 10, 11, 12, 10, 11], generator.Generate(new long[] { 10, 11 }, 6));
    }

    [Fact]
    public void Generate_EmptyPrompt_SaysSo()
    {
        using var replica = Create(DecoderFamily.Gpt);
        using var generator = new TokenGenerator(replica, new SamplingOptions());

        Assert.Contains("empty", Assert.Throws<ArgumentException>(() => generator.Generate(default, 1)).Message);
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(double.NaN, 0)]
    [InlineData(1, -1)]
    public void Constructor_OptionOutOfRange_Throws(double temperature, int topK)
    {
        using var replica = Create(DecoderFamily.Gpt);
        var options = new SamplingOptions { Temperature = temperature, TopK = topK };

        Assert.Throws<ArgumentOutOfRangeException>(() => new TokenGenerator(replica, options));
    }

    private static void AssertRow(float[] whole, int position, float[] logits) =>
        Assert.All(Enumerable.Range(0, Vocabulary), token =>
            Assert.Equal(whole[(position * Vocabulary) + token], logits[token], 1e-4));

    private static DecoderReplica Create(DecoderFamily family)
    {
        var options = new DecoderOptions
        {
            Family = family,
            Layers = 2,
            Width = 32,
            Heads = 4,
            KeyValueHeads = family == DecoderFamily.Llama ? 2 : null,
            Context = 16,
            Vocabulary = Vocabulary,
        };
        var replica = new DecoderReplica(options, new AdamWOptions());
        replica.Initialize(seed: 1);
        return replica;
    }
}
