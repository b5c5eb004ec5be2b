using Decentral.Models.Arenas;
using Decentral.Models.Decoders;
using Decentral.Models.Optimizers;

namespace Decentral.Models.Tests.Optimizers;

public sealed class MuonTests
{
    private static readonly DecoderOptions Llama = new()
    {
        Family = DecoderFamily.Llama,
        Layers = 1,
        Width = 16,
        Heads = 4,
        KeyValueHeads = 2,
        Context = 8,
        Vocabulary = 11,
        FeedForward = 20,
        TiedHead = false,
    };

    [Theory]
    [InlineData(DecoderFamily.Gpt)]
    [InlineData(DecoderFamily.Llama)]
    public void Orthogonalizes_Decoder_TakesTheMatricesOfItsLayersOnly(DecoderFamily family)
    {
        var layout = DecoderParameters.LayOut(Llama with { Family = family, KeyValueHeads = null });

        var taken = layout.Entries.Where(new MuonOptions().Orthogonalizes).Select(entry => entry.Name);

        Assert.Equal(
            [
                "layers.0.attention.qkv.weight",
                "layers.0.attention.output.weight",
                "layers.0.feedForward.in.weight",
                "layers.0.feedForward.out.weight",
            ],
            taken);
    }

    [Fact]
    public void Blocks_Decoder_TakeSharedProjectionsApart()
    {
        var layout = DecoderParameters.LayOut(Llama);
        var blocks = MuonBlocks.OfDecoder(Llama);

        Assert.Equal([16, 8, 8], blocks(layout["layers.0.attention.qkv.weight"]));
        Assert.Equal([20, 20], blocks(layout["layers.0.feedForward.in.weight"]));
        Assert.Equal([16], blocks(layout["layers.0.attention.output.weight"]));
        Assert.Equal([16], blocks(layout["layers.0.feedForward.out.weight"]));
    }

    [Fact]
    public void Blocks_GptFeedForward_IsOne()
    {
        var gpt = Llama with { Family = DecoderFamily.Gpt, KeyValueHeads = null };
        var layout = DecoderParameters.LayOut(gpt);

        Assert.Equal([20], MuonBlocks.OfDecoder(gpt)(layout["layers.0.feedForward.in.weight"]));
        Assert.Equal([16, 16, 16], MuonBlocks.OfDecoder(gpt)(layout["layers.0.attention.qkv.weight"]));
    }

    [Fact]
    public void Step_Blocks_EqualMatricesOfTheirOwn()
    {
        var together = new ArenaLayoutBuilder().Add("both", [6, 8], 0).Build();
        var apart = new ArenaLayoutBuilder().Add("first", [2, 8], 0).Add("second", [4, 8], 0).Build();
        var options = new MuonOptions { WeightDecay = 0 };
        using var expected = new Run(apart, options);
        using var actual = new Run(together, options with { Blocks = _ => [2, 4] });
        using var undivided = new Run(together, options);
        var gradient = Values.Normal(48, "gradient");
        gradient.AsSpan(0, 16).CopyTo(expected.Gradients.Span("first"));
        gradient.AsSpan(16).CopyTo(expected.Gradients.Span("second"));
        gradient.CopyTo(actual.Gradients.Span("both"));
        gradient.CopyTo(undivided.Gradients.Span("both"));

        expected.Step(0.01);
        actual.Step(0.01);
        undivided.Step(0.01);

        Values.AssertSameBits(expected.Parameters.Span("first"), actual.Parameters.Span("both")[..16]);
        Values.AssertSameBits(expected.Parameters.Span("second"), actual.Parameters.Span("both")[16..]);
        Assert.NotEqual(undivided.Parameters.ComputeDigest(), actual.Parameters.ComputeDigest());
    }

    [Theory]
    [InlineData(16, 16)]
    [InlineData(8, 64)]
    [InlineData(64, 8)]
    public void Step_MatchAdamW_MovesByAFifthOfTheRateOnAverage(int rows, int columns)
    {
        using var run = new Run(
            new ArenaLayoutBuilder().Add("weight", [rows, columns], 0).Build(), new MuonOptions { WeightDecay = 0 });
        Values.Normal(rows * columns, "gradient").CopyTo(run.Gradients.Span("weight"));

        run.Step(0.01);

        var rootMeanSquare = run.Parameters.ComputeNorm() / Math.Sqrt(rows * columns);
        Assert.InRange(rootMeanSquare, 0.65 * 0.2 * 0.01, 1.15 * 0.2 * 0.01);
    }

    [Theory]
    [InlineData(4, 16, 1)]
    [InlineData(16, 4, 2)]
    public void Step_Shape_MovesByTheRateAlongEachSingularVector(int rows, int columns, double expected)
    {
        var options = new MuonOptions { WeightDecay = 0, Scale = MuonScale.Shape };
        using var run = new Run(new ArenaLayoutBuilder().Add("weight", [rows, columns], 0).Build(), options);
        Values.Normal(rows * columns, "gradient").CopyTo(run.Gradients.Span("weight"));

        run.Step(0.01);

        var singularValue = run.Parameters.ComputeNorm() / Math.Sqrt(Math.Min(rows, columns));
        Assert.InRange(singularValue, 0.65 * expected * 0.01, 1.15 * expected * 0.01);
    }

    [Fact]
    public void Step_FirstStep_IsTheOrthogonalisedGradientInEitherForm()
    {
        var layout = new ArenaLayoutBuilder().Add("weight", [3, 5], 0).Build();
        using var nesterov = new Run(layout, new MuonOptions { WeightDecay = 0 });
        using var plain = new Run(layout, new MuonOptions { WeightDecay = 0, Nesterov = false });
        var gradient = Values.Normal(15, "gradient");
        var matrix = new double[3, 5];
        Buffer.BlockCopy(gradient.Select(value => (double)value).ToArray(), 0, matrix, 0, 15 * sizeof(double));
        gradient.CopyTo(nesterov.Gradients.Span("weight"));
        gradient.CopyTo(plain.Gradients.Span("weight"));

        nesterov.Step(0.1);
        plain.Step(0.1);

        var expected = NewtonSchulz.OrthogonalizeReference(matrix, 5).Cast<double>().ToArray();
        var stepSize = 0.1 * 0.2 * Math.Sqrt(5);
        for (var index = 0; index < 15; index++)
        {
            Assert.Equal(-stepSize * expected[index], nesterov.Parameters.Span("weight")[index], 1e-5);
            Assert.Equal(-stepSize * expected[index], plain.Parameters.Span("weight")[index], 1e-5);
        }
    }

    [Fact]
    public void Step_GradientZero_DecaysMatricesByTheirOwnDecay()
    {
        var layout = Mixed();
        using var run = new Run(
            layout, new MuonOptions { WeightDecay = 0.2, Others = new AdamWOptions { WeightDecay = 0.1 } });
        run.Fill(1);

        run.Step(0.5);

        Assert.All(run.Parameters.Span("layers.0.weight").ToArray(), value => Assert.Equal(0.9f, value));
        Assert.All(run.Parameters.Span("tokens").ToArray(), value => Assert.Equal(0.95f, value));
        Assert.All(run.Parameters.Span("layers.0.bias").ToArray(), value => Assert.Equal(1f, value));
    }

    [Fact]
    public void Step_OtherTensors_AreAdamWsBitForBit()
    {
        var layout = Mixed();
        var others = new AdamWOptions { Beta2 = 0.99, WeightDecay = 0.3 };
        using var muon = new Run(layout, new MuonOptions { Others = others, OthersLearningRate = 0.5 });
        using var adamw = new Run(layout, others);

        for (var step = 0; step < 5; step++)
        {
            muon.SetGradients(step);
            adamw.SetGradients(step);
            muon.Step(0.02, 0.7);
            adamw.Step(0.01, 0.7);
        }

        Values.AssertSameBits(adamw.Parameters.Span("tokens"), muon.Parameters.Span("tokens"));
        Values.AssertSameBits(adamw.Parameters.Span("layers.0.bias"), muon.Parameters.Span("layers.0.bias"));
        Assert.NotEqual(
            adamw.Parameters.Span("layers.0.weight").ToArray(), muon.Parameters.Span("layers.0.weight").ToArray());
    }

    [Fact]
    public void Step_GradientScale_CountsInTheMomentum()
    {
        var layout = Mixed();
        using var scaled = new Run(layout, new MuonOptions());
        using var multiplied = new Run(layout, new MuonOptions());

        // Of one gradient alone the scale would be lost: two directions are mixed by it.
        for (var step = 1; step <= 2; step++)
        {
            var scale = 1f / (step * step);
            scaled.SetGradients(step);
            multiplied.SetGradients(step);
            foreach (ref var value in multiplied.Gradients.Span("layers.0.weight"))
            {
                value *= scale;
            }

            scaled.Step(0.01, scale);
            multiplied.Step(0.01);
        }

        var expected = multiplied.Parameters.Span("layers.0.weight").ToArray();
        Assert.All(expected.Zip(scaled.Parameters.Span("layers.0.weight").ToArray()), pair =>
            Assert.Equal(pair.First, pair.Second, 1e-6));
    }

    [Fact]
    public void States_Muon_KeepOneWordForMatricesAndTwoForTheRest()
    {
        using var optimizer = new Muon(Mixed(), new MuonOptions());

        Assert.Equal(["FirstMoment", "SecondMoment"], optimizer.States.Select(state => state.Name));
        Assert.Equal([24 + 15 + 3, 24 + 3], optimizer.States.Select(state => state.Kept.ElementCount));
        Assert.Equal([24 + 15 + 3, 24 + 3], optimizer.States.Select(state => state.Values.Layout.ElementCount));
    }

    [Fact]
    public void Step_RestoredFromWhatIsKept_GoesOnBitForBit()
    {
        using var whole = new Run(Mixed(), new MuonOptions());
        using var resumed = new Run(Mixed(), new MuonOptions());
        whole.SetGradients(step: 1);
        whole.Step(0.01);

        foreach (var (from, to) in whole.Optimizer.States.Zip(resumed.Optimizer.States))
        {
            var kept = new float[from.Kept.ElementCount];
            from.Read(from.Kept, kept);
            to.Write(to.Kept, kept);
        }

        resumed.Optimizer.Steps = whole.Optimizer.Steps;
        resumed.Parameters.CopyFrom(whole.Parameters);
        resumed.SetGradients(step: 1);
        whole.Step(0.01);
        resumed.Step(0.01);

        Assert.Equal(whole.Parameters.ComputeDigest(), resumed.Parameters.ComputeDigest());
    }

    [Fact]
    public void Constructor_SettingOutOfRange_SaysWhich()
    {
        Assert.Contains("Momentum", Refusal(new MuonOptions { Momentum = 1 }));
        Assert.Contains("WeightDecay", Refusal(new MuonOptions { WeightDecay = -1 }));
        Assert.Contains("Iterations", Refusal(new MuonOptions { Iterations = 0 }));
        Assert.Contains("OthersLearningRate", Refusal(new MuonOptions { OthersLearningRate = 0 }));
        Assert.Contains("Beta1", Refusal(new MuonOptions { Others = new AdamWOptions { Beta1 = 1 } }));
        Assert.Contains("layers.0.bias", Refusal(new MuonOptions { Orthogonalizes = entry => entry.Layer == 0 }));
        Assert.Contains("add up to 3", Refusal(new MuonOptions { Blocks = _ => [1, 1] }));
        Assert.Contains("positive", Refusal(new MuonOptions { Blocks = _ => [4, -1] }));
    }

    private static string Refusal(MuonOptions options) =>
        Assert.Throws<ArgumentException>(() => new Muon(Mixed(), options)).Message;

    private static ArenaLayout Mixed() => new ArenaLayoutBuilder()
        .Add("tokens", [4, 6]).Add("layers.0.weight", [3, 5], 0).Add("layers.0.bias", [3], 0).Build();
}
