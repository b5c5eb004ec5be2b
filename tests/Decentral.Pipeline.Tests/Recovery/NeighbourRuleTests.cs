using System.Collections.Immutable;
using Decentral.Pipeline.Recovery;
using Decentral.Training.Jobs;

namespace Decentral.Pipeline.Tests.Recovery;

public sealed class NeighbourRuleTests
{
    private static readonly ImmutableArray<int> Equal = [2, 2, 2, 2];

    [Fact]
    public void Decide_EqualStages_TakesTheLayersInTheSamePlaces()
    {
        var plan = NeighbourRule.Decide(Equal, [1], 1, NeighbourKind.CheckFree);

        Assert.Equal([new(2, 0, 4), new(3, 1, 5)], plan.Layers);
        Assert.Equal("Stage 1 becomes the average of the layers in the same places of stages 0 and 2.", plan.Reason);
    }

    [Theory]
    [InlineData(3, 2, 2)]
    [InlineData(2, 2, 3)]
    [InlineData(3, 2, 3)]
    [InlineData(1, 2, 2)]
    public void Decide_UnequalStages_TakesTheNearestLayers(int before, int lost, int after)
    {
        var plan = NeighbourRule.Decide([before, lost, after], [1], 1, NeighbourKind.CheckFree);

        var (earlier, later) = (before - 1, before + lost);
        Assert.Equal([new(before, earlier, later), new(before + 1, earlier, later)], plan.Layers);
        Assert.Contains("the nearest layers, as the stages differ in size, of stages 0 and 2", plan.Reason);
    }

    [Fact]
    public void Decide_OtherStagesUnequal_StillTakesTheLayersInTheSamePlaces()
    {
        var plan = NeighbourRule.Decide([7, 2, 2, 2, 9], [2], 2, NeighbourKind.CheckFree);

        Assert.Equal([new(9, 7, 11), new(10, 8, 12)], plan.Layers);
    }

    [Fact]
    public void Decide_FirstStage_IsACopyOfTheSecondInCheckFreePlusOnly()
    {
        var plan = NeighbourRule.Decide(Equal, [0], 0, NeighbourKind.CheckFreePlus);
        var refused = NeighbourRule.Decide(Equal, [0], 0, NeighbourKind.CheckFree);

        Assert.Equal([new(0, null, 2), new(1, null, 3)], plan.Layers);
        Assert.Equal("Stage 0 becomes a copy of the layers in the same places of stage 1.", plan.Reason);
        Assert.False(refused.IsPossible);
        Assert.Contains("Stage 0 is the first of 4", refused.Reason);
    }

    [Fact]
    public void Decide_LastStage_IsACopyOfTheLastButOneInCheckFreePlusOnly()
    {
        var plan = NeighbourRule.Decide(Equal, [3], 3, NeighbourKind.CheckFreePlus);
        var refused = NeighbourRule.Decide(Equal, [3], 3, NeighbourKind.CheckFree);

        Assert.Equal([new(6, 4, null), new(7, 5, null)], plan.Layers);
        Assert.Equal("Stage 3 becomes a copy of the layers in the same places of stage 2.", plan.Reason);
        Assert.False(refused.IsPossible);
        Assert.Contains("Stage 3 is the last of 4", refused.Reason);
    }

    [Fact]
    public void Decide_UnequalFirstStage_CopiesTheNearestLayer()
    {
        var plan = NeighbourRule.Decide([2, 3], [0], 0, NeighbourKind.CheckFreePlus);

        Assert.Equal([new(0, null, 2), new(1, null, 2)], plan.Layers);
        Assert.Contains("a copy of the nearest layers", plan.Reason);
    }

    [Theory]
    [InlineData(NeighbourKind.CheckFree)]
    [InlineData(NeighbourKind.CheckFreePlus)]
    public void Decide_TwoAdjacentStages_NamesTheOther(NeighbourKind kind)
    {
        var first = NeighbourRule.Decide(Equal, [1, 2], 1, kind);
        var second = NeighbourRule.Decide(Equal, [1, 2], 2, kind);

        Assert.Equal("Stage 1 cannot be made from its neighbours: stage 2 beside it is lost too.", first.Reason);
        Assert.Equal("Stage 2 cannot be made from its neighbours: stage 1 beside it is lost too.", second.Reason);
        Assert.True(first.Layers.IsEmpty && second.Layers.IsEmpty);
    }

    [Fact]
    public void Decide_OneStageInAll_HasNoNeighbours()
    {
        var plan = NeighbourRule.Decide([4], [0], 0, NeighbourKind.CheckFreePlus);

        Assert.Equal("Stage 0 has no neighbours: it is the only one.", plan.Reason);
    }

    [Fact]
    public void Decide_TwoStagesInAll_EachIsACopyOfTheOther()
    {
        var first = NeighbourRule.Decide([1, 1], [0], 0, NeighbourKind.CheckFreePlus);
        var last = NeighbourRule.Decide([1, 1], [1], 1, NeighbourKind.CheckFreePlus);

        Assert.Equal([new(0, null, 1)], first.Layers);
        Assert.Equal([new(1, 0, null)], last.Layers);
    }

    [Fact]
    public void Decide_ThreeStagesInAllBothEndsLost_AreCopiesOfTheMiddle()
    {
        var first = NeighbourRule.Decide([1, 1, 1], [0, 2], 0, NeighbourKind.CheckFreePlus);
        var last = NeighbourRule.Decide([1, 1, 1], [0, 2], 2, NeighbourKind.CheckFreePlus);

        Assert.Equal([new(0, null, 1)], first.Layers);
        Assert.Equal([new(2, 1, null)], last.Layers);
    }

    [Fact]
    public void Decide_NotAllowed_SaysSo()
    {
        var plan = NeighbourRule.Decide(Equal, [1], 1, NeighbourKind.None);

        Assert.Equal("Stage 1 is not made from its neighbours: the run does not allow it.", plan.Reason);
    }

    /// <summary>Every subset of lost stages of pipelines of up to six, equal and not.</summary>
    [Fact]
    public void Decide_AnyLoss_TakesLivingLayersOfBothSidesOrSaysWhyNot()
    {
        foreach (var stages in new ImmutableArray<int>[] { [1], [2, 2], [1, 2, 3], [2, 2, 2, 2], [3, 1, 1, 4, 2, 2] })
        {
            for (var bits = 1; bits < 1 << stages.Length; bits++)
            {
                var numbers = Enumerable.Range(0, stages.Length);
                ImmutableSortedSet<int> lost = [.. numbers.Where(stage => ((bits >> stage) & 1) == 1)];
                foreach (var stage in lost)
                {
                    CheckPlan(stages, lost, stage);
                }
            }
        }
    }

    [Fact]
    public void Decide_WrongStages_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Decide(Equal, 4, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => Decide(Equal, -1, -1));
        Assert.Contains("not among the lost", Assert.Throws<ArgumentException>(() => Decide(Equal, 1, 2)).Message);
        Assert.Contains("these hold 1, 0", Assert.Throws<ArgumentException>(() => Decide([1, 0], 1, 1)).Message);
    }

    private static void CheckPlan(ImmutableArray<int> stages, ImmutableSortedSet<int> lost, int stage)
    {
        var plan = NeighbourRule.Decide(stages, lost, stage, NeighbourKind.CheckFreePlus);

        var isPossible = stages.Length > 1 && !lost.Contains(stage - 1) && !lost.Contains(stage + 1);
        Assert.Equal(isPossible, plan.IsPossible);
        Assert.Equal(isPossible ? stages[stage] : 0, plan.Layers.Length);
        Assert.NotEmpty(plan.Reason);
        int[] stageOfLayer = [.. stages.SelectMany((count, index) => Enumerable.Repeat(index, count))];
        foreach (var (layer, earlier, later) in plan.Layers)
        {
            Assert.Equal(stage, stageOfLayer[layer]);
            Assert.Equal(stage - 1, earlier is null ? -1 : stageOfLayer[earlier.Value]);
            Assert.Equal(stage + 1, later is null ? stages.Length : stageOfLayer[later.Value]);
        }
    }

    private static NeighbourPlan Decide(ImmutableArray<int> stages, int lost, int stage) =>
        NeighbourRule.Decide(stages, [lost], stage, NeighbourKind.CheckFree);
}
