using Decentral.Models.Arenas;
using Decentral.Models.Decoders;
using Decentral.Models.Optimizers;
using Decentral.Models.Replicas;
using Decentral.Models.Stages;
using Decentral.Models.Tests.Replicas;

namespace Decentral.Models.Tests.Stages;

/// <summary>What holds for every model that can be cut between its layers.</summary>
public abstract class StageConformance
{
    private protected const int Layers = 6;

    /// <summary>How far the gradients of two ways to cut a model may be apart, relative to the largest.</summary>
    private protected abstract double Tolerance { get; }

    public static TheoryData<int, bool> Cuts()
    {
        var cuts = new TheoryData<int, bool>();
        foreach (var stages in Enumerable.Range(1, Layers))
        {
            cuts.Add(stages, false);
            cuts.Add(stages, true);
        }

        return cuts;
    }

    /// <summary>Those that a job may name, as it would have them.</summary>
    public static TheoryData<string> Optimizers => ["adamw", "muon", "lamb", "sgd"];

    private protected abstract IStagedModel Create(bool isTied, InnerOptimizerOptions optimizer);

    private protected IStagedModel Create(bool isTied) => Create(isTied, new AdamWOptions());

    /// <summary>Muon's without the blocks of a decoder, which are another matter.</summary>
    private static InnerOptimizerOptions OptimizerOf(string name) => name switch
    {
        "adamw" => new AdamWOptions(),
        "muon" => new MuonOptions(),
        "lamb" => new LambOptions(),
        "sgd" => new SgdOptions(),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    [Theory]
    [MemberData(nameof(Cuts))]
    public void Passes_AnyCut_GiveTheLossAndTheGradientOfTheWhole(int stages, bool isTied)
    {
        var model = Create(isTied);
        using var whole = model.CreateStage([ModelPart.Whole(Layers)]);
        var expected = Run([whole], [(0, 0)], microbatches: 3);

        var replicas = Cut(stages).Select(range => model.CreateStage([ModelPart.Of(range, Layers)])).ToArray();
        var loss = Run(replicas, [.. Enumerable.Range(0, stages).Select(stage => (stage, 0))], microbatches: 3);

        Assert.Equal(expected, loss, 1e-6);
        AssertSameGradient(whole, replicas);
        Array.ForEach(replicas, replica => replica.Dispose());
    }

    [Fact]
    public void Passes_SeveralPartsAStage_GiveTheGradientOfTheWhole()
    {
        var model = Create(isTied: false);
        using var whole = model.CreateStage([ModelPart.Whole(Layers)]);
        Run([whole], [(0, 0)], microbatches: 2);
        using var first = model.CreateStage([Part(0, 1), Part(3, 4)]);
        using var second = model.CreateStage([Part(1, 3), Part(4, 6)]);

        Run([first, second], [(0, 0), (1, 0), (0, 1), (1, 1)], microbatches: 2);

        AssertSameGradient(whole, [first, second]);
    }

    [Fact]
    public void Passes_EmbeddingAndHeadByThemselves_GiveTheGradientOfTheWhole()
    {
        var model = Create(isTied: false);
        using var whole = model.CreateStage([ModelPart.Whole(Layers)]);
        Run([whole], [(0, 0)], microbatches: 2);
        using var first = model.CreateStage([new(default, HasEmbedding: true), new(new LayerRange(0, 3))]);
        using var second = model.CreateStage([new(new LayerRange(3, 6)), new(new LayerRange(6, 6), HasHead: true)]);

        Run([first, second], [(0, 0), (0, 1), (1, 0), (1, 1)], microbatches: 2);

        AssertSameGradient(whole, [first, second]);
    }

    [Fact]
    public void Passes_LayersSwapped_GiveAnotherLoss()
    {
        var model = Create(isTied: false);
        using var first = model.CreateStage([new(default, HasEmbedding: true), new(new LayerRange(0, 3))]);
        using var second = model.CreateStage([new(new LayerRange(3, 6)), new(new LayerRange(6, 6), HasHead: true)]);

        var straight = Run([first, second], [(0, 0), (0, 1), (1, 0), (1, 1)], microbatches: 1);
        var swapped = Run([first, second], [(0, 0), (1, 0), (0, 1), (1, 1)], microbatches: 1);

        Assert.NotEqual(straight, swapped);
    }

    [Fact]
    public void Evaluate_EachPart_GivesTheLossOfItsPassesAndHoldsNothing()
    {
        var model = Create(isTied: true);
        using var whole = model.CreateStage([ModelPart.Whole(Layers)]);
        var batch = Batches.Random(2, 5, 16);

        var loss = whole.Evaluate(new StagePass(0, 0, batch, 1), [], []);

        Assert.Equal(0, whole.Held);
        Assert.Equal(whole.Forward(new StagePass(0, 0, batch, 1), [], []), loss, 1e-6);
        Assert.Equal(1, whole.Held);
    }

    [Fact]
    public void Parameters_AtTheStart_AreThoseOfTheWhole()
    {
        var model = Create(isTied: true);
        using var whole = model.CreateStage([ModelPart.Whole(Layers)]);
        using var last = model.CreateStage([Part(4, 6)]);

        Assert.All(last.Layout.Entries, entry => Assert.Equal(
            ReadEntry(whole, ReplicaState.Parameters, entry.Name), ReadEntry(last, ReplicaState.Parameters, entry.Name)));
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void ApplyGradient_StepsOfTheParts_AreThoseOfTheWhole(string optimizer)
    {
        var model = Create(isTied: false, OptimizerOf(optimizer));
        using var whole = model.CreateStage([ModelPart.Whole(Layers)]);
        using var first = model.CreateStage([Part(0, 2)]);
        using var second = model.CreateStage([Part(2, 6)]);
        for (var step = 0; step < 3; step++)
        {
            Run([whole], [(0, 0)], microbatches: 2);
            Run([first, second], [(0, 0), (1, 0)], microbatches: 2);
            Assert.Equal(
                whole.GradientNorm(),
                Math.Sqrt(Math.Pow(first.GradientNorm(), 2) + Math.Pow(second.GradientNorm(), 2)),
                1e-5);
            foreach (var stage in new[] { whole, first, second })
            {
                stage.ApplyGradient(0.01, 0.5);
            }
        }

        foreach (var entry in whole.Layout.Entries)
        {
            var part = first.Layout.TryFind(entry.Name, out _) ? first : second;
            var expected = ReadEntry(whole, ReplicaState.Parameters, entry.Name);
            var found = ReadEntry(part, ReplicaState.Parameters, entry.Name);
            Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
        }
    }

    [Fact]
    public void Write_WhileAMicrobatchIsHeld_IsRefused()
    {
        using var stage = Create(isTied: false).CreateStage([ModelPart.Whole(Layers)]);
        var fragment = FragmentPartition.Whole(stage.Layout);
        stage.Forward(new StagePass(0, 0, Batches.Random(1, 4, 16), 1), [], []);

        Assert.Throws<InvalidOperationException>(
            () => stage.Write(ReplicaState.Parameters, fragment, new float[fragment.ElementCount]));
        Assert.Throws<InvalidOperationException>(() => stage.ApplyGradient(0.1, 1));

        stage.BeginStep();
        stage.Write(ReplicaState.Parameters, fragment, new float[fragment.ElementCount]);
    }

    [Fact]
    public void Passes_TwiceForwardOrBackWithoutForward_AreRefused()
    {
        using var stage = Create(isTied: false).CreateStage([ModelPart.Whole(Layers)]);
        var pass = new StagePass(0, 0, Batches.Random(1, 4, 16), 1);

        Assert.Throws<ArgumentException>(() => stage.Backward(pass, [], []));
        stage.Forward(pass, [], []);
        Assert.Throws<ArgumentException>(() => stage.Forward(pass, [], []));
        stage.Backward(pass, [], []);
        Assert.Throws<ArgumentException>(() => stage.Backward(pass, [], []));
    }

    [Theory]
    [InlineData(0, 2, true, true)]
    [InlineData(1, 2, true, false)]
    [InlineData(1, 2, false, true)]
    [InlineData(3, 3, false, false)]
    [InlineData(4, 7, false, false)]
    [InlineData(-1, 2, false, false)]
    public void CreateStage_OfAPartThatCannotBe_SaysWhy(int first, int end, bool hasEmbedding, bool hasHead)
    {
        var model = Create(isTied: false);

        Assert.Throws<ArgumentException>(
            () => model.CreateStage([new ModelPart(new LayerRange(first, end), hasEmbedding, hasHead)]));
    }

    private protected static ModelPart Part(int first, int end) => ModelPart.Of(new LayerRange(first, end), Layers);

    private protected static IEnumerable<LayerRange> Cut(int stages) => Enumerable.Range(0, stages)
        .Select(stage => new LayerRange(stage * Layers / stages, (stage + 1) * Layers / stages));

    private protected static float[] ReadEntry(IModelState state, ReplicaState kind, string name)
    {
        var all = new float[state.Layout.ElementCount];
        state.Read(kind, FragmentPartition.Whole(state.Layout), all);
        var start = state.Layout.Entries.TakeWhile(entry => entry.Name != name).Sum(entry => entry.Range.Length);
        return all.AsSpan((int)start, (int)state.Layout[name].Range.Length).ToArray();
    }

    /// <summary>All microbatches forward, then all back.</summary>
    private protected double Run(IReadOnlyList<IStageReplica> stages, (int Stage, int Part)[] route, int microbatches)
    {
        var length = Create(isTied: false).BoundaryLength(2, 5);
        foreach (var stage in stages)
        {
            stage.BeginStep();
        }

        var loss = 0.0;
        for (var microbatch = 0; microbatch < microbatches; microbatch++)
        {
            var given = Array.Empty<float>();
            foreach (var (stage, part) in route)
            {
                var made = stages[stage].Parts[part].HasHead ? [] : new float[length];
                loss += stages[stage].Forward(PassOf(part, microbatch, microbatches), given, made) / microbatches;
                given = made;
            }
        }

        for (var microbatch = 0; microbatch < microbatches; microbatch++)
        {
            var given = Array.Empty<float>();
            foreach (var (stage, part) in route.Reverse())
            {
                var made = stages[stage].Parts[part].HasEmbedding ? [] : new float[length];
                stages[stage].Backward(PassOf(part, microbatch, microbatches), given, made);
                given = made;
            }
        }

        return loss;
    }

    private static StagePass PassOf(int part, int microbatch, int microbatches) =>
        new(part, microbatch, Batches.Random(2, 5, 16, (ulong)microbatch + 1), microbatches);

    /// <summary>The copy of a tied embedding has a part of its gradient: the two are added up.</summary>
    private void AssertSameGradient(IStageReplica whole, IReadOnlyList<IStageReplica> stages)
    {
        foreach (var entry in whole.Layout.Entries)
        {
            var expected = ReadEntry(whole, ReplicaState.Gradient, entry.Name);
            var found = new float[expected.Length];
            foreach (var stage in stages.Where(stage => stage.Layout.TryFind(entry.Name, out _)))
            {
                foreach (var (value, index) in ReadEntry(stage, ReplicaState.Gradient, entry.Name).Select((value, index) => (value, index)))
                {
                    found[index] += value;
                }
            }

            var tolerance = Tolerance * expected.Max(Math.Abs);
            Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, tolerance + 1e-12));
        }
    }
}
