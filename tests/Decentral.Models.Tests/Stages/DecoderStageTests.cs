using Decentral.Models.Decoders;
using Decentral.Models.Optimizers;
using Decentral.Models.Replicas;
using Decentral.Models.Stages;
using Decentral.Models.Tests.Replicas;

namespace Decentral.Models.Tests.Stages;

public sealed class GptStageTests() : DecoderStageTests(DecoderFamily.Gpt);

public sealed class LlamaStageTests() : DecoderStageTests(DecoderFamily.Llama);

public abstract class DecoderStageTests(DecoderFamily family) : StageConformance
{
    private protected override double Tolerance => 2e-5;

    private protected override IStagedModel Create(bool isTied, InnerOptimizerOptions optimizer) =>
        new StagedDecoder(OptionsOf(isTied), optimizer, seed: 7);

    [Fact]
    public void Passes_WholeModelInMicrobatches_GiveTheBitsOfTheReplica()
    {
        using var replica = new DecoderReplica(OptionsOf(isTied: true), new AdamWOptions());
        replica.Initialize(seed: 7);
        using var stage = Create(isTied: true).CreateStage([ModelPart.Whole(Layers)]);
        var batch = Batches.Random(4, 5, 16);

        var expected = replica.ComputeGradient(batch, forwardPasses: 2);
        stage.BeginStep();
        var loss = 0.0;
        for (var microbatch = 0; microbatch < 2; microbatch++)
        {
            var pass = new StagePass(0, microbatch, batch.Slice(2 * microbatch, 2), 2);
            loss += stage.Forward(pass, [], []) / 2;
            stage.Backward(pass, [], []);
        }

        Assert.Equal(expected, loss);
        Assert.Equal(replica.ComputeDigest(ReplicaState.Gradient), stage.ComputeDigest(ReplicaState.Gradient));
    }

    [Fact]
    public void Dispose_WithMicrobatchesHeld_LeavesNoTensor()
    {
        using var scope = torch.NewDisposeScope();
        using (var stage = Create(isTied: true).CreateStage([Part(0, 3)]))
        {
            var output = new float[2 * 5 * 24];
            stage.Forward(new StagePass(0, 0, Batches.Random(2, 5, 16), 2), [], output);
            stage.Forward(new StagePass(0, 1, Batches.Random(2, 5, 16), 2), [], output);
            stage.Backward(new StagePass(0, 1, Batches.Random(2, 5, 16), 2), output, []);
        }

        Assert.Equal(0, scope.DisposablesCount);
    }

    [Fact]
    public void Forward_WrongLengthOfActivations_NamesBoth()
    {
        using var stage = Create(isTied: false).CreateStage([Part(1, 3)]);

        var error = Assert.Throws<ArgumentException>(
            () => stage.Forward(new StagePass(0, 0, Batches.Random(2, 5, 16), 1), new float[7], new float[240]));
        Assert.Contains("7 values were given", error.Message);
        Assert.Contains("there must be 240", error.Message);
    }

    private DecoderOptions OptionsOf(bool isTied) => new()
    {
        Family = family,
        Layers = Layers,
        Width = 24,
        Heads = 3,
        Context = 8,
        Vocabulary = 16,
        TiedHead = isTied,
    };
}
