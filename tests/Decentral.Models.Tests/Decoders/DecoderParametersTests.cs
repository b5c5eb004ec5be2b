using Decentral.Models.Arenas;
using Decentral.Models.Decoders;

namespace Decentral.Models.Tests.Decoders;

public sealed class DecoderParametersTests
{
    private static readonly DecoderOptions Gpt = new()
    {
        Family = DecoderFamily.Gpt,
        Layers = 4,
        Width = 128,
        Heads = 4,
        Context = 128,
        Vocabulary = 256,
    };

    [Fact]
    public void LayOut_Gpt_HasThePublishedNumberOfParameters()
    {
        var gpt2 = Gpt with { Layers = 12, Width = 768, Heads = 12, Context = 1024, Vocabulary = 50_257 };

        Assert.Equal(124_439_808, DecoderParameters.LayOut(gpt2).ElementCount);
    }

    [Fact]
    public void LayOut_Llama_HasThePublishedNumberOfParameters()
    {
        var llama7B = new DecoderOptions
        {
            Family = DecoderFamily.Llama,
            Layers = 32,
            Width = 4096,
            Heads = 32,
            Context = 2048,
            Vocabulary = 32_000,
            FeedForward = 11_008,
            TiedHead = false,
        };

        Assert.Equal(6_738_415_616, DecoderParameters.LayOut(llama7B).ElementCount);
    }

    [Fact]
    public void LayOut_TiedHead_IsTheTokenEmbedding()
    {
        var layout = DecoderParameters.LayOut(Gpt);

        Assert.Same(layout["tokens.weight"], layout["head.weight"]);
        Assert.NotSame(
            DecoderParameters.LayOut(Gpt with { TiedHead = false })["head.weight"], layout["tokens.weight"]);
    }

    [Fact]
    public void LayOut_Layers_CanBeFragments()
    {
        var fragments = FragmentPartition.ByLayer(DecoderParameters.LayOut(Gpt), 4);

        Assert.Equal(4, fragments.Length);
    }

    [Fact]
    public void Initialize_Weights_HaveTheDeviationsOfGpt2()
    {
        using var arena = new Arena(DecoderParameters.LayOut(Gpt));

        DecoderParameters.Initialize(Gpt, arena, seed: 1);

        Assert.Equal(0.02, Deviation(arena.Span("tokens.weight")), 0.001);
        Assert.Equal(0.02, Deviation(arena.Span("layers.3.attention.qkv.weight")), 0.001);
        Assert.Equal(0.02 / Math.Sqrt(8), Deviation(arena.Span("layers.3.attention.output.weight")), 0.0005);
        Assert.Equal(0.02 / Math.Sqrt(8), Deviation(arena.Span("layers.3.feedForward.out.weight")), 0.0005);
        Assert.Equal(1, arena.Span("layers.0.attention.norm.weight")[5]);
        Assert.Equal(0, arena.Span("layers.0.attention.qkv.bias")[5]);
    }

    [Fact]
    public void Initialize_DeeperModel_GivesTheSameEmbedding()
    {
        using var shallow = new Arena(DecoderParameters.LayOut(Gpt));
        using var deep = new Arena(DecoderParameters.LayOut(Gpt with { Layers = 6 }));

        DecoderParameters.Initialize(Gpt, shallow, seed: 1);
        DecoderParameters.Initialize(Gpt with { Layers = 6 }, deep, seed: 1);

        Assert.Equal(shallow.Span("positions.weight").ToArray(), deep.Span("positions.weight").ToArray());
    }

    [Fact]
    public void Initialize_Recorded_RepeatsBitForBitOnEveryMachine()
    {
        using var arena = new Arena(DecoderParameters.LayOut(Gpt));

        DecoderParameters.Initialize(Gpt, arena, seed: 1);

        Assert.Equal("4144ebd4692428f6", arena.ComputeDigest().ToString()[..16]);
    }

    private static double Deviation(Span<float> values)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += (double)value * value;
        }

        return Math.Sqrt(sum / values.Length);
    }
}
