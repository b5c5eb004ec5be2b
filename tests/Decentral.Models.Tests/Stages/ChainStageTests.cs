using Decentral.Models.Arenas;
using Decentral.Models.Optimizers;
using Decentral.Models.Replicas;
using Decentral.Models.Stages;

namespace Decentral.Models.Tests.Stages;

public sealed class ChainStageTests : StageConformance
{
    private protected override double Tolerance => 1e-6;

    private protected override IStagedModel Create(bool isTied, InnerOptimizerOptions optimizer) =>
        new StagedChain(new ChainOptions { Layers = Layers, IsTied = isTied }, optimizer, seed: 7);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Backward_EachParameter_IsTheSlopeOfTheLoss(bool isTied)
    {
        using var stage = Create(isTied).CreateStage([ModelPart.Whole(Layers)]);
        var whole = FragmentPartition.Whole(stage.Layout);
        var (parameters, gradient) = (new float[whole.ElementCount], new float[whole.ElementCount]);
        Run([stage], [(0, 0)], microbatches: 2);
        stage.Read(ReplicaState.Parameters, whole, parameters);
        stage.Read(ReplicaState.Gradient, whole, gradient);

        for (var index = 0; index < parameters.Length; index++)
        {
            const float Step = 1e-2f;
            var slope = (LossAt(stage, parameters, index, Step) - LossAt(stage, parameters, index, -Step)) / (2 * Step);
            Assert.Equal(slope, gradient[index], 2e-3);
        }

        Assert.Contains(gradient, value => Math.Abs(value) > 0.01);
    }

    private double LossAt(IStageReplica stage, float[] parameters, int index, float step)
    {
        stage.BeginStep();
        var moved = (float[])parameters.Clone();
        moved[index] += step;
        stage.Write(ReplicaState.Parameters, FragmentPartition.Whole(stage.Layout), moved);
        return Run([stage], [(0, 0)], microbatches: 2);
    }
}
