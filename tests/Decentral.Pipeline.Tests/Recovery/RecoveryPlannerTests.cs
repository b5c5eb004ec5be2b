using Decentral.Models.Decoders;
using Decentral.Models.Stages;
using Decentral.Pipeline.Protocol;
using Decentral.Pipeline.Recovery;
using Decentral.Training.Jobs;
using Decentral.Training.Protocol;
using System.Collections.Immutable;

namespace Decentral.Pipeline.Tests.Recovery;

public sealed class RecoveryPlannerTests
{
    private const int Layers = 6;
    private static readonly StateStamp Now = new(new Epoch(2), 9);
    private static readonly StateStamp Earlier = new(new Epoch(2), 7);

    /// <summary>Three stages of two layers, at members 0 to 2.</summary>
    private static readonly RecoverySituation Whole = new()
    {
        Layers = Layers,
        Holdings = [Live(0), Live(1), Live(2)],
        Current = Now,
        Stages = [new LayerRange(0, 2), new LayerRange(2, 4), new LayerRange(4, 6)],
        GradientNorms = [3, 5, 1],
        Neighbours = NeighbourKind.CheckFree,
    };

    [Fact]
    public void Decide_AllThere_GoesOn()
    {
        var plan = RecoveryPlanner.Decide(Whole);

        Assert.Equal((Now, RecoveryRung.Replica), (plan.Stamp, plan.Rung));
    }

    [Fact]
    public void Decide_ACopyOfThePresentState_UndoesNothing()
    {
        var plan = RecoveryPlanner.Decide(Whole with { Holdings = [Live(0), Live(2), Copy(2, of: 1, Now)] });

        Assert.Equal((Now, RecoveryRung.BuddyCopy), (plan.Stamp, plan.Rung));
        Assert.Equal([new MemberId(2)], plan.Atoms[ModelAtom.Layer(2).Index].Sources[0].Members);
    }

    [Fact]
    public void Decide_CopiesOfAnEarlierState_AllGoBackToIt()
    {
        var plan = RecoveryPlanner.Decide(Whole with
        {
            Holdings = [Live(0), Live(2), Copy(0, of: 0, Earlier), Copy(2, of: 1, Earlier), Copy(2, of: 2, Earlier)],
        });

        Assert.Equal((Earlier, RecoveryRung.BuddyCopy), (plan.Stamp, plan.Rung));
        Assert.Contains("goes back 2 steps", plan.Reason);
    }

    [Theory]
    [InlineData(1, 0.75)]
    [InlineData(2, 0.9)]
    public void Decide_AnInnerStageWithoutCopies_IsAveragedByTheNormsOfItsNeighbours(int power, double share)
    {
        var plan = RecoveryPlanner.Decide(Whole with { Holdings = [Live(0), Live(2)], NormPower = power });

        var sources = plan.Atoms[ModelAtom.Layer(3).Index].Sources;
        Assert.Equal(RecoveryRung.Neighbours, plan.Rung);
        Assert.Equal([ModelAtom.Layer(1), ModelAtom.Layer(5)], sources.Select(source => source.Atom));
        Assert.Equal(share, sources[0].Weight, 1e-6);
        Assert.Equal(1 - share, sources[1].Weight, 1e-6);
    }

    [Fact]
    public void Decide_NoNeighboursAllowed_SaysSoThoughAnOlderCopyOfALayerIsThere()
    {
        var plan = RecoveryPlanner.Decide(Whole with
        {
            Holdings = [Live(0), Live(2), Copy(2, of: 1, Earlier)],
            Neighbours = NeighbourKind.None,
        });

        Assert.False(plan.IsPossible);
        Assert.Contains("the run does not allow it", plan.Reason);
    }

    [Fact]
    public void Decide_StagesNotKnown_IsNotPossible()
    {
        var plan = RecoveryPlanner.Decide(Whole with { Holdings = [Live(0), Live(2)], Stages = [], GradientNorms = [] });

        Assert.False(plan.IsPossible);
        Assert.Contains("not known which stages", plan.Reason);
    }

    [Fact]
    public void Decide_AnEndWithItsCopyOfTheStepBefore_TakesThat()
    {
        var embedding = new Holding(new MemberId(1), Earlier, [ModelAtom.Embedding], IsCopy: true);
        var plan = RecoveryPlanner.Decide(Whole with
        {
            Holdings = [Live(1), Live(2), embedding],
            Neighbours = NeighbourKind.CheckFreePlus,
        });

        Assert.Equal(Now, plan.Stamp);
        Assert.Equal(Earlier, plan.Atoms[0].Sources[0].Stamp);
        Assert.Equal(ModelAtom.Layer(2), plan.Atoms[ModelAtom.Layer(0).Index].Sources[0].Atom);
    }

    [Fact]
    public void Decide_ARunThatHasJustBegun_BeginsAgainWhereNothingElseIsLeft()
    {
        var lost = Whole with { Holdings = [Live(0)], MayBeginAgain = true };

        Assert.Equal(default, RecoveryPlanner.Decide(lost).Stamp);
        Assert.True(RecoveryPlanner.Decide(lost).IsPossible);
        Assert.False(RecoveryPlanner.Decide(lost with { MayBeginAgain = false }).IsPossible);
    }

    private static Holding Live(int stage) => new(new MemberId(stage), Now, AtomsOf(stage), IsCopy: false);

    private static Holding Copy(int holder, int of, StateStamp stamp) => new(new MemberId(holder), stamp, AtomsOf(of), IsCopy: true);

    private static ImmutableArray<ModelAtom> AtomsOf(int stage) =>
        [.. ModelAtom.Of(ModelPart.Of(new LayerRange(2 * stage, (2 * stage) + 2), Layers), Layers)];
}
