using System.Collections.Immutable;
using Decentral.Pipeline.Recovery;

namespace Decentral.Pipeline.Tests.Recovery;

public sealed class RecoveryLadderTests
{
    private static readonly StateStamp Now = new(2, 100);
    private static readonly StateStamp Past = new(2, 90);
    private static readonly StateStamp Further = new(2, 80);
    private static readonly StateStamp OtherEpoch = new(1, 90);
    private static readonly StateStamp Future = new(2, 101);

    private static readonly RecoveryOptions Copies = new() { Buddy = BuddyKind.Copy };
    private static readonly RecoveryOptions CheckFree = new() { Neighbours = NeighbourKind.CheckFree };
    private static readonly RecoveryOptions CheckFreePlus = new() { Neighbours = NeighbourKind.CheckFreePlus };

    [Fact]
    public void Decide_LiveReplica_RewindsNothing()
    {
        var recovery = RecoveryLadder.Decide(Loss(new LostStage(1) { Replica = Now, BuddyCopies = [Past] }), Copies);

        Assert.Equal(new Rewind(RewindScope.Nothing, 100), recovery.Rewind);
        Assert.Equal("Stage 1 comes from its replica, of step 100 of epoch 2.", Single(recovery, RecoveryRung.Replica));
        Assert.Equal("Nothing is done again.", recovery.Reason);
    }

    [Fact]
    public void Decide_BuddyCopy_TakesAllStagesBackToIt()
    {
        var recovery = RecoveryLadder.Decide(Loss(new LostStage(1) { BuddyCopies = [Further, Past] }), Copies);

        Assert.Equal(new Rewind(RewindScope.Pipeline, 90), recovery.Rewind);
        Assert.Equal("Stage 1 comes from its buddy's copy, of step 90.", Single(recovery, RecoveryRung.BuddyCopy));
        Assert.Equal("All stages go back 10 steps, to step 90, of which the copies are.", recovery.Reason);
    }

    [Fact]
    public void Decide_BuddyCopyOfThisStep_RewindsNothing()
    {
        var recovery = RecoveryLadder.Decide(Loss(new LostStage(1) { BuddyCopies = [Past, Now] }), Copies);

        Assert.Equal(new Rewind(RewindScope.Nothing, 100), recovery.Rewind);
        Single(recovery, RecoveryRung.BuddyCopy);
    }

    [Fact]
    public void Decide_Parity_TakesAllStagesBackToIt()
    {
        var lost = new LostStage(1) { BuddyCopies = [Now], ParityCopies = [Past] };

        var recovery = RecoveryLadder.Decide(Loss(lost), new RecoveryOptions { Buddy = BuddyKind.Parity });

        Assert.Equal(new Rewind(RewindScope.Pipeline, 90), recovery.Rewind);
        Assert.Equal("Stage 1 comes from its parity group, of step 90.", Single(recovery, RecoveryRung.Parity));
    }

    [Fact]
    public void Decide_NeighboursOnly_RewindsNothingAndSaysOfWhatLayers()
    {
        var recovery = RecoveryLadder.Decide(Loss(new LostStage(1)), CheckFree);

        Assert.Equal(new Rewind(RewindScope.Nothing, 100), recovery.Rewind);
        Assert.Equal([new LayerSources(1, 0, 2)], recovery.Stages[0].Layers);
        Assert.Equal(
            "Stage 1 cannot be had exactly: no replica of it is alive, and the run keeps no copies in memory. Stage 1 "
            + "becomes the average of the layers in the same places of stages 0 and 2.",
            Single(recovery, RecoveryRung.Neighbours));
    }

    [Fact]
    public void Decide_SnapshotOnly_TakesTheRunBackToIt()
    {
        var recovery = RecoveryLadder.Decide(Loss(40, new LostStage(1)), Copies);

        Assert.Equal(new Rewind(RewindScope.Run, 40), recovery.Rewind);
        Assert.Equal(
            "Stage 1 cannot be had exactly: no replica of it is alive, and its buddy has no whole copy. Stage 1 is not "
            + "made from its neighbours: the run does not allow it. The whole run must go back 60 steps, to step 40, of "
            + "which the snapshot on disk is.",
            Single(recovery, RecoveryRung.DurableSnapshot));
    }

    [Fact]
    public void Decide_SnapshotNewerThanTheCopies_IsPreferred()
    {
        var recovery = RecoveryLadder.Decide(Loss(85, new LostStage(1) { BuddyCopies = [Further] }), Copies);

        Assert.Equal(new Rewind(RewindScope.Run, 85), recovery.Rewind);
        Assert.StartsWith(
            "The copies in memory are older: of step 80.", Single(recovery, RecoveryRung.DurableSnapshot));
    }

    [Fact]
    public void Decide_SnapshotOfTheSameStepAsTheCopies_LeavesTheRestOfTheRunAlone()
    {
        var recovery = RecoveryLadder.Decide(Loss(90, new LostStage(1) { BuddyCopies = [Past] }), Copies);

        Assert.Equal(new Rewind(RewindScope.Pipeline, 90), recovery.Rewind);
    }

    [Fact]
    public void Decide_NothingLeft_SaysSo()
    {
        var none = RecoveryLadder.Decide(Loss(new LostStage(1)), new RecoveryOptions());
        var future = RecoveryLadder.Decide(Loss(120, new LostStage(1)), new RecoveryOptions());

        Assert.False(none.IsPossible);
        Assert.Equal(
            "Nothing is left from which the run could go on. Stage 1 cannot be had exactly: no replica of it is alive, "
            + "and the run keeps no copies in memory. Stage 1 is not made from its neighbours: the run does not allow it. "
            + "There is no snapshot on disk.",
            Single(none, RecoveryRung.Nothing));
        Assert.EndsWith(
            "The snapshot on disk is of step 120, which is still to come.", Single(future, RecoveryRung.Nothing));
    }

    [Fact]
    public void Decide_TwoAdjacentStages_NeedMoreThanNeighbours()
    {
        var bare = RecoveryLadder.Decide(Loss(40, new LostStage(1), new LostStage(2)), CheckFreePlus);

        Assert.Equal(new Rewind(RewindScope.Run, 40), bare.Rewind);
        Assert.All(bare.Stages, stage => Assert.Equal(RecoveryRung.DurableSnapshot, stage.Rung));
        Assert.Contains("stage 2 beside it is lost too", bare.Reason);
    }

    [Fact]
    public void Decide_TwoAdjacentStagesOneOfThemExact_MakesTheOtherFromIt()
    {
        var options = new RecoveryOptions { Buddy = BuddyKind.Copy, Neighbours = NeighbourKind.CheckFree };

        var replica = RecoveryLadder.Decide(Loss(new LostStage(1), new LostStage(2) { Replica = Now }), options);
        var copy = RecoveryLadder.Decide(Loss(new LostStage(1), new LostStage(2) { BuddyCopies = [Past] }), options);

        Assert.Equal([RecoveryRung.Neighbours, RecoveryRung.Replica], Rungs(replica));
        Assert.Equal(new Rewind(RewindScope.Nothing, 100), replica.Rewind);
        Assert.Equal([RecoveryRung.Neighbours, RecoveryRung.BuddyCopy], Rungs(copy));
        Assert.Equal(new Rewind(RewindScope.Pipeline, 90), copy.Rewind);
    }

    [Theory]
    [InlineData(0, "the first of 4")]
    [InlineData(3, "the last of 4")]
    public void Decide_FirstOrLastStage_NeedsCheckFreePlus(int stage, string why)
    {
        var refused = RecoveryLadder.Decide(Loss(new LostStage(stage)), CheckFree);
        var copied = RecoveryLadder.Decide(Loss(new LostStage(stage)), CheckFreePlus);

        Assert.False(refused.IsPossible);
        Assert.Contains(why, refused.Reason);
        Assert.Equal([RecoveryRung.Neighbours], Rungs(copied));
        Assert.True(copied.Stages[0].Layers[0] is { Earlier: null } or { Later: null });
    }

    [Fact]
    public void Decide_AllButOneStageLost_NeedsExactSourcesOrTheSnapshot()
    {
        var neighbours = RecoveryLadder.Decide(
            Loss(40, new LostStage(0), new LostStage(1), new LostStage(3)), CheckFreePlus);
        var copies = RecoveryLadder.Decide(
            Loss(
                40,
                new LostStage(0) { BuddyCopies = [Past] },
                new LostStage(1) { BuddyCopies = [Further, Past] },
                new LostStage(3) { Replica = Now }),
            Copies);

        Assert.Equal(new Rewind(RewindScope.Run, 40), neighbours.Rewind);
        Assert.Equal([RecoveryRung.BuddyCopy, RecoveryRung.BuddyCopy, RecoveryRung.Replica], Rungs(copies));
        Assert.Equal(new Rewind(RewindScope.Pipeline, 90), copies.Rewind);
    }

    [Fact]
    public void Decide_FailureBetweenTwoCopies_TakesTheStepThatAllHave()
    {
        var loss = Loss(new LostStage(0) { BuddyCopies = [Further, Past] }, new LostStage(1) { BuddyCopies = [Further] });

        var recovery = RecoveryLadder.Decide(loss, Copies);

        Assert.Equal(new Rewind(RewindScope.Pipeline, 80), recovery.Rewind);
    }

    [Fact]
    public void Decide_CopiesOfNoCommonStep_CountForNothing()
    {
        var loss = Loss(40, new LostStage(0) { BuddyCopies = [Past] }, new LostStage(2) { BuddyCopies = [Further] });

        var recovery = RecoveryLadder.Decide(loss, Copies);
        var averaged = RecoveryLadder.Decide(loss, Copies with { Neighbours = NeighbourKind.CheckFreePlus });

        Assert.Equal(new Rewind(RewindScope.Run, 40), recovery.Rewind);
        Assert.Contains("the copies of the lost stages have no step in common", recovery.Reason);
        Assert.Equal([RecoveryRung.Neighbours, RecoveryRung.Neighbours], Rungs(averaged));
    }

    [Fact]
    public void Decide_CopiesThatDoNotFit_AreNamed()
    {
        var recovery = RecoveryLadder.Decide(
            Loss(new LostStage(1) { Replica = Past, BuddyCopies = [OtherEpoch, Future] }), Copies);
        var parity = RecoveryLadder.Decide(Loss(new LostStage(1)), new RecoveryOptions { Buddy = BuddyKind.Parity });

        Assert.Contains(
            "its replica is of step 90 of epoch 2, not of step 100 of epoch 2, and its copies are of step 90 of epoch 1 "
            + "and step 101 of epoch 2, and the pipeline is at step 100 of epoch 2.",
            recovery.Reason);
        Assert.Contains("its parity group is not complete", parity.Reason);
    }

    /// <summary>Everything that can be left of one stage, with every setting, at every place of the pipeline.</summary>
    [Fact]
    public void Decide_EveryCombination_TakesTheFirstRungThatHolds()
    {
        ImmutableArray<StateStamp>[] copies = [[], [Now], [Past], [Further, Past], [OtherEpoch], [Future]];
        var combinations =
            from stage in (int[])[0, 1, 3]
            from replica in new StateStamp?[] { null, Now, Past, Future, OtherEpoch }
            from buddy in copies
            from parity in copies
            from durable in new long?[] { null, 40, 90, 95, 100, 101 }
            from kind in Enum.GetValues<BuddyKind>()
            from neighbours in Enum.GetValues<NeighbourKind>()
            let lost = new LostStage(stage) { Replica = replica, BuddyCopies = buddy, ParityCopies = parity }
            select (lost, durable, new RecoveryOptions { Buddy = kind, Neighbours = neighbours });
        var tried = 0;

        foreach (var (lost, durable, options) in combinations)
        {
            CheckRung(lost, durable, options);
            tried++;
        }

        Assert.Equal(3 * 5 * 6 * 6 * 6 * 3 * 3, tried);
    }

    /// <summary>Every set of lost stages, each with a replica, a copy, both or nothing.</summary>
    [Fact]
    public void Decide_EverySetOfStages_GoesOnFromOneStep()
    {
        LostStage?[] kinds =
        [
            null,
            new LostStage(0),
            new LostStage(0) { Replica = Now },
            new LostStage(0) { BuddyCopies = [Past] },
            new LostStage(0) { BuddyCopies = [Further] },
        ];
        var options = new RecoveryOptions { Buddy = BuddyKind.Copy, Neighbours = NeighbourKind.CheckFreePlus };
        for (var code = 1; code < 5 * 5 * 5 * 5; code++)
        {
            LostStage[] lost =
            [
                .. new[] { code % 5, code / 5 % 5, code / 25 % 5, code / 125 }
                    .Select((kind, stage) => kinds[kind] is { } left ? left with { Stage = stage } : null)
                    .OfType<LostStage>(),
            ];

            var recovery = RecoveryLadder.Decide(Loss(lost), options);

            CheckOneStep(lost, recovery);
        }
    }

    [Fact]
    public void Decide_NoStageOrDisorder_Throws()
    {
        Assert.Throws<ArgumentException>(() => RecoveryLadder.Decide(Loss(), Copies));
        Assert.Throws<ArgumentException>(() => RecoveryLadder.Decide(Loss(new LostStage(1), new LostStage(1)), Copies));
        Assert.Throws<ArgumentException>(() => RecoveryLadder.Decide(Loss(new LostStage(2), new LostStage(1)), Copies));
        Assert.Throws<ArgumentOutOfRangeException>(() => RecoveryLadder.Decide(Loss(new LostStage(4)), Copies));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => RecoveryLadder.Decide(Loss(new LostStage(1)), new RecoveryOptions { Buddy = (BuddyKind)9 }));
    }

    private static void CheckRung(LostStage lost, long? durable, RecoveryOptions options)
    {
        var recovery = RecoveryLadder.Decide(Loss(durable, lost), options);

        var (rung, rewind) = Expected(lost, durable, options.Buddy, options.Neighbours);
        var stage = Assert.Single(recovery.Stages);
        Assert.Equal(rung, stage.Rung);
        Assert.Equal(rewind, recovery.Rewind);
        Assert.Equal(rung != RecoveryRung.Nothing, recovery.IsPossible);
        Assert.Equal(rung == RecoveryRung.Neighbours, !stage.Layers.IsEmpty);
        Assert.NotEmpty(recovery.Reason);
        Assert.Contains(rung == RecoveryRung.DurableSnapshot ? "snapshot" : $"Stage {lost.Stage}", stage.Reason);
    }

    private static (RecoveryRung Rung, Rewind Rewind) Expected(
        LostStage lost, long? durable, BuddyKind kind, NeighbourKind neighbours)
    {
        var nothing = new Rewind(RewindScope.Nothing, 100);
        if (lost.Replica == Now)
        {
            return (RecoveryRung.Replica, nothing);
        }

        var kept = kind switch
        {
            BuddyKind.Copy => lost.BuddyCopies,
            BuddyKind.Parity => lost.ParityCopies,
            BuddyKind.None or _ => ImmutableArray<StateStamp>.Empty,
        };
        var rung = kind == BuddyKind.Copy ? RecoveryRung.BuddyCopy : RecoveryRung.Parity;
        if (kept.Contains(Now))
        {
            return (rung, nothing);
        }

        if (kept.Contains(Past))
        {
            return durable is 95 or 100
                ? (RecoveryRung.DurableSnapshot, new(RewindScope.Run, durable.Value))
                : (rung, new(RewindScope.Pipeline, 90));
        }

        if (neighbours == NeighbourKind.CheckFreePlus || (neighbours == NeighbourKind.CheckFree && lost.Stage == 1))
        {
            return (RecoveryRung.Neighbours, nothing);
        }

        return durable is null or 101
            ? (RecoveryRung.Nothing, nothing)
            : (RecoveryRung.DurableSnapshot, new(RewindScope.Run, durable.Value));
    }

    private static void CheckOneStep(LostStage[] lost, PipelineRecovery recovery)
    {
        var steps = lost.Where(stage => stage.Replica is null).SelectMany(stage => stage.BuddyCopies)
            .Select(copy => copy.Step).Distinct().ToArray();
        Assert.Equal(lost.Select(stage => stage.Stage), recovery.Stages.Select(stage => stage.Stage));
        if (!recovery.IsPossible)
        {
            Assert.All(recovery.Stages, stage => Assert.Equal(RecoveryRung.Nothing, stage.Rung));
            return;
        }

        Assert.Equal(steps.Length == 1 ? steps[0] : 100, recovery.Rewind.ToStep);
        var averaged = recovery.Stages.Where(stage => stage.Rung == RecoveryRung.Neighbours)
            .Select(stage => stage.Stage).ToArray();
        Assert.All(averaged.Zip(averaged.Skip(1)), pair => Assert.True(pair.Second - pair.First > 1));
    }

    private static PipelineLoss Loss(params LostStage[] lost) => Loss(null, lost);

    private static PipelineLoss Loss(long? durable, params LostStage[] lost) => new()
    {
        LayersOfStages = [1, 1, 1, 1],
        Current = Now,
        Lost = [.. lost],
        DurableStep = durable,
    };

    private static string Single(PipelineRecovery recovery, RecoveryRung rung)
    {
        var stage = Assert.Single(recovery.Stages);
        Assert.Equal(rung, stage.Rung);
        return stage.Reason;
    }

    private static IEnumerable<RecoveryRung> Rungs(PipelineRecovery recovery) =>
        recovery.Stages.Select(stage => stage.Rung);
}
