using Decentral.Models.Data;
using Decentral.Training.Coordination;
using Decentral.Training.Coordination.Commands;
using Decentral.Training.Coordination.Effects;
using Decentral.Training.Coordination.Events;
using Decentral.Training.Protocol;

namespace Decentral.Training.Tests.Coordination;

/// <summary>What the coordinator decides, and what it says of it.</summary>
public sealed class CoordinatorBehaviorTests
{
    [Fact]
    public void Begin_NewRun_CreatesItAndCallsTheRoll()
    {
        var desk = new Desk(Desk.SmallPlan);

        var decision = desk.Do(new BeginRun());

        Assert.Equal("Term 1 begins: the run begins.", decision.Reason);
        Assert.Collection(
            decision.Events,
            created => Assert.Equal(96, Assert.IsType<RunCreated>(created).Samples),
            began => Assert.False(Assert.IsType<TermBegan>(began).IsRecovery));
        Assert.Contains(decision.Effects, effect => effect is OrderShard { Order: CallShard });
        Assert.Contains(decision.Effects, effect => effect is LimitGathering);
    }

    [Fact]
    public void Begin_JournalOfAnotherJob_IsRefused()
    {
        var desk = new Desk(Desk.SmallPlan);
        desk.Do(new BeginRun());

        var refused = Assert.Throws<RunConflictException>(() => new CoordinatorBehavior(
            Desk.SmallPlan with { JobDigest = "another job" }).Decide(desk.State, new BeginRun(), default));

        Assert.Contains("a job", refused.Message, StringComparison.Ordinal);
        Assert.Contains("another job", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Gather_SomeAreMissing_WaitsAndSaysForWhom()
    {
        var desk = new Desk(Desk.SmallPlan);
        desk.Do(new BeginRun());

        desk.Report(0);
        Assert.Equal("Waiting for the parameter shard to answer the roll call of term 1.", desk.Last.Reason);

        desk.Shard();
        Assert.Equal("Waiting for 1 of 2 workers to answer the roll call of term 1.", desk.Last.Reason);
    }

    [Fact]
    public void Gather_AllAreThere_OpensTheFirstRoundWithLeasesInMemberOrder()
    {
        var desk = Desk.Training();

        var opened = Assert.Single(desk.Ledger.OfType<RoundOpened>());
        Assert.Equal("Round 1 opens with 2 participants of 4 steps.", desk.Last.Reason);
        Assert.Equal([0, 1], opened.Leases.Select(lease => lease.Worker.Value));
        Assert.Equal([0, 8], opened.Leases.Select(lease => Assert.Single(lease.Samples).First));
        Assert.Equal(2, desk.Last.Effects.Count(effect => effect is OrderWorker { Order: StartRound }));
        Assert.Single(desk.Last.Effects, effect => effect is OrderShard { Order: CollectRound });
    }

    [Fact]
    public void EndGathering_SomeAnsweredOfARunThatHasBegun_GoesOnWithThem()
    {
        var desk = Desk.Training();
        desk.Restart();
        desk.Shard();
        desk.Report(1);

        desk.Do(new EndGathering(new Term(2)));

        Assert.Equal("Round 1 goes on with 1 participants.", desk.Last.Reason);
    }

    [Fact]
    public void EndGathering_SomeAnsweredOfARunThatHasNotBegun_WaitsForTheRest()
    {
        var desk = new Desk(Desk.SmallPlan);
        desk.Do(new BeginRun());
        desk.Shard();
        desk.Report(1);

        desk.Do(new EndGathering(new Term(1)));

        Assert.Equal("Waiting for 1 of 2 workers to answer the roll call of term 1.", desk.Last.Reason);
    }

    [Fact]
    public void EndGathering_OfAnEarlierTerm_DoesNothing()
    {
        var desk = Desk.Training();

        var decision = desk.Do(new EndGathering(new Term(1)));

        Assert.Empty(decision.Events);
        Assert.Equal("The roll call of term 1 is over.", decision.Reason);
    }

    [Fact]
    public void Reduction_OfExactlyTheParticipants_CommitsPublishesAndOpensTheNext()
    {
        var desk = Desk.Training();

        desk.Reduce();

        Assert.Equal(
            "Round 1 is committed with 2 contributions. Round 2 opens with 2 participants of 4 steps.", desk.Last.Reason);
        Assert.Equal(new Round(1), desk.State.Committed);
        var publish = Assert.Single(desk.Last.Effects, effect => effect is OrderShard { Order: PublishRound });
        Assert.Equal(2, ((PublishRound)((OrderShard)publish).Order).Receivers.Length);
        Assert.Equal(128, desk.State.Totals.Tokens);
    }

    [Fact]
    public void Reduction_OfAnEarlierTerm_IsNotHeard()
    {
        var desk = Desk.Training();
        var stale = desk.Reduction();
        desk.Shard(incarnation: 2);

        desk.Reduce(stale);

        Assert.Empty(desk.Last.Events);
        Assert.Equal("A reduction of term 1 is not heard in term 2.", desk.Last.Reason);
    }

    [Fact]
    public void Reduction_RepeatedAfterTheCommit_ChangesNothing()
    {
        var desk = Desk.Training();
        var reduced = desk.Reduction();
        desk.Reduce(reduced);

        desk.Reduce(reduced with { Digest = "another digest" });

        Assert.Empty(desk.Last.Events);
        Assert.Equal("A reduction of round 1 has no use now.", desk.Last.Reason);
        Assert.Equal("a digest", desk.State.Last!.Digest);
    }

    [Fact]
    public void Reduction_WithOneWhoWasStruckOff_IsCollectedAgain()
    {
        var desk = Desk.Training();
        var reduced = desk.Reduction();
        desk.Lose(1);

        desk.Reduce(reduced);

        Assert.Empty(desk.Last.Events);
        Assert.Equal(
            "Round 1 was reduced from other participants than it has now; it is collected again.", desk.Last.Reason);
        Assert.Single(desk.Last.Effects, effect => effect is OrderShard { Order: CollectRound { Participants.Length: 1 } });
    }

    [Fact]
    public void Lose_OneOfTwoParticipants_StrikesItOffAndReturnsItsLease()
    {
        var desk = Desk.Training();

        desk.Lose(1);

        Assert.Equal(
            "worker-1 is gone: it is struck off round 1, which goes on with 1 participants.", desk.Last.Reason);
        Assert.Equal(8, desk.State.Pool.Next);
        desk.Reduce();
        Assert.Equal(64, desk.State.Totals.Tokens);
    }

    [Fact]
    public void Lose_TheLastParticipant_DiscardsTheRoundAndCallsTheRoll()
    {
        var desk = Desk.Training();
        desk.Lose(1);

        desk.Lose(0);

        Assert.Equal("Term 2 begins: round 1 has no participant left.", desk.Last.Reason);
        Assert.Contains(desk.Last.Events, happened => happened is RoundDiscarded);
        Assert.Equal(96, desk.State.Pool.Available);
    }

    [Fact]
    public void Lose_AnEarlierIncarnation_ChangesNothing()
    {
        var desk = Desk.Training();
        desk.Report(1, incarnation: 2);

        desk.Lose(1, incarnation: 1);

        Assert.Empty(desk.Last.Events);
        Assert.Equal("worker-1 1 was gone already.", desk.Last.Reason);
    }

    [Fact]
    public void Report_OfAnEarlierIncarnation_IsNotHeard()
    {
        var desk = Desk.Training();
        desk.Report(1, incarnation: 2);

        desk.Report(1, incarnation: 1);

        Assert.Empty(desk.Last.Events);
        Assert.Equal("worker-1 has been replaced by incarnation 2; 1 is not heard.", desk.Last.Reason);
    }

    [Fact]
    public void Report_OfANewIncarnation_EntersAtTheNextRoundAndWeighsNothingBefore()
    {
        var desk = Desk.Training();

        desk.Report(1, incarnation: 2);
        var withoutWork = desk.Reduction();
        desk.Reduce(withoutWork);

        Assert.Equal([0], withoutWork.Contributions.Select(contribution => contribution.Worker.Value));
        Assert.Equal([(0, 1L), (1, 2L)], desk.State.Open!.Participants.Values.Select(
            lease => (lease.Worker.Value, lease.Incarnation.Value)));
    }

    [Fact]
    public void ShardReport_WhileARoundIsOpen_SaysAgainForWhomToWait()
    {
        var desk = Desk.Training();
        desk.Lose(1);

        desk.Shard(round: 1);

        var order = Assert.IsType<OrderShard>(Assert.Single(desk.Last.Effects));
        var collect = Assert.IsType<CollectRound>(order.Order);
        Assert.Equal([0], collect.Participants.Select(participant => participant.Worker.Value));
    }

    [Fact]
    public void ShardReport_OfANewIncarnation_CallsTheRoll()
    {
        var desk = Desk.Training();

        desk.Shard(incarnation: 2);

        Assert.Equal("Term 2 begins: fragment 0's shard was replaced.", desk.Last.Reason);
        Assert.Equal(CoordinatorPhase.Gathering, desk.State.Phase);
    }

    [Fact]
    public void ShardReport_OfAnEarlierIncarnation_IsNotHeard()
    {
        var desk = Desk.Training();
        desk.Shard(incarnation: 2);

        desk.Shard(incarnation: 1);

        Assert.Empty(desk.Last.Events);
        Assert.Equal("Incarnation 1 of fragment 0's shard has been replaced; it is not heard.", desk.Last.Reason);
    }

    [Fact]
    public void Gather_PublicationLostWithItsShard_CollectsTheCommittedRoundAgain()
    {
        var desk = Desk.Training();
        desk.Reduce();
        desk.ReplaceShard();
        desk.Report(0, version: 0, round: 1, hasTrained: true);

        desk.Report(1, version: 0, round: 1, hasTrained: true);

        Assert.True(desk.State.IsRecollecting);
        Assert.Contains(
            desk.Last.Effects, effect => effect is OrderShard { Order: CollectRound { Round.Value: 1, Participants.Length: 2 } });
        desk.Reduce(desk.Reduction() with { Round = new Round(1), Opened = new Term(1) });
        Assert.Equal("Round 1 is published again.", desk.Last.Reason);
        Assert.False(desk.State.IsRecollecting);
    }

    [Fact]
    public void Reduction_CollectedAgainWithAnotherDigest_StopsTheRun()
    {
        var desk = Desk.Training();
        desk.Reduce();
        desk.ReplaceShard();
        desk.Report(0, version: 0, round: 1, hasTrained: true);
        desk.Report(1, version: 0, round: 1, hasTrained: true);

        Assert.Throws<RunConflictException>(
            () => desk.Reduce(desk.Reduction("another digest") with { Round = new Round(1), Opened = new Term(1) }));
    }

    [Fact]
    public void Gather_NobodyHoldsTheCommittedVersion_RollsBackToWhatIsHeld()
    {
        var desk = Desk.Training();
        desk.Reduce();
        desk.ReplaceShard();
        desk.Report(0, incarnation: 2, version: 0);

        desk.Report(1, incarnation: 2, version: 0);

        var back = Assert.Single(desk.Last.Events.OfType<RunRolledBack>());
        Assert.Equal("nobody holds version 1; the newest that a worker holds is 0", back.Reason);
        Assert.Equal(0, desk.State.Totals.Tokens);
        Assert.Equal(new Round(1), desk.State.Open!.Round);
    }

    /// <summary>Committed as A and then undone; committed again as B by the other worker alone.</summary>
    [Theory]
    [InlineData("A", true)]
    [InlineData("B", false)]
    [InlineData(null, false)]
    public void Report_OfAVersionThatWasUndone_IsTurnedAway(string? digest, bool isTurnedAway)
    {
        var desk = Desk.Training();
        desk.Reduce(desk.Reduction("A"));
        desk.Restart();
        desk.Shard();
        desk.Report(0, incarnation: 2);
        desk.Do(new EndGathering(desk.State.Term));
        desk.Reduce(desk.Reduction("B"));

        desk.Report(1, version: 1, digest: digest);

        Assert.Contains(desk.Ledger, happened => happened is RunRolledBack { ToRound.Value: 0 });
        Assert.Equal(isTurnedAway, desk.Last.Effects.Any(effect => effect is TurnAway));
        Assert.Equal(!isTurnedAway, desk.State.Members.ContainsKey(new WorkerId(1)));
    }

    [Fact]
    public void Report_OfAVersionThatWasUndoneAndIsAheadOfAll_IsTurnedAway()
    {
        var desk = Desk.Training();
        desk.Reduce(desk.Reduction("A"));
        desk.Restart();
        desk.Shard();
        desk.Report(0, incarnation: 2);
        desk.Do(new EndGathering(desk.State.Term));

        desk.Report(1, version: 1, digest: "A");

        Assert.Contains(desk.Last.Effects, effect => effect is TurnAway);
        Assert.DoesNotContain(new WorkerId(1), desk.State.Members.Keys);
        Assert.Contains("of a round that was undone", desk.Last.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Gather_WorkerAheadOfTheJournal_StopsTheRun()
    {
        var desk = new Desk(Desk.SmallPlan);
        desk.Do(new BeginRun());
        desk.Shard();
        desk.Report(0);

        var refused = Assert.Throws<RunConflictException>(() => desk.Report(1, version: 3));

        Assert.Contains("version 3", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Restart_InTheMiddleOfARound_GoesOnWithTheSameLeases()
    {
        var desk = Desk.Training();
        var before = desk.State.Open!.Participants.Values.Select(lease => lease.ToString());

        desk.Restart();
        desk.Shard();
        desk.Report(0, round: 1);
        desk.Report(1, round: 1);

        Assert.Equal("Round 1 goes on with 2 participants.", desk.Last.Reason);
        Assert.Equal(before, desk.State.Open!.Participants.Values.Select(lease => lease.ToString()));
    }

    [Fact]
    public void Restart_MemberIsANewIncarnation_ResumesItsLease()
    {
        var desk = Desk.Training();
        desk.Restart();
        desk.Shard();
        desk.Report(0, round: 1);

        desk.Report(1, incarnation: 2);

        Assert.Contains(desk.Last.Events, happened => happened is ParticipantResumed { Incarnation.Value: 2 });
        Assert.Equal(2, desk.State.Open!.Participants.Count);
    }

    [Fact]
    public void Reduce_WhileASnapshotIsBeingWritten_LeavesTheNextOneOut()
    {
        var desk = Desk.Training();
        desk.Reduce();
        desk.Reduce();

        desk.Reduce();
        desk.Reduce();

        Assert.Equal(new Round(4), desk.State.Committed);
        Assert.Equal(new Round(2), desk.State.Duties!.Saving!.Version);
        Assert.DoesNotContain(desk.Last.Effects, effect => effect is OrderWorker { Order: SaveSnapshot });
    }

    [Fact]
    public void Reduce_AfterTheSnapshotIsComplete_SavesTheNextOne()
    {
        var desk = Desk.Training();
        desk.Reduce();
        desk.Reduce();
        desk.Save(0);
        desk.Save(1);
        desk.Do(new TakeSnapshot(new Round(2), desk.State.Duties!.Saving!.Snapshot));
        desk.Reduce();

        desk.Reduce();

        Assert.Equal(new Round(4), desk.State.Duties!.Saving!.Version);
        Assert.Equal(2, desk.Last.Effects.Count(effect => effect is OrderWorker { Order: SaveSnapshot }));
    }

    /// <summary>A second passes with each thing that happens.</summary>
    [Fact]
    public void Reduce_SnapshotsByTimeThatTakeLong_TakeATenthOfTheTime()
    {
        var desk = Desk.Training(Desk.SmallPlan with
        {
            Samples = 10_000,
            RoundsPerSnapshot = 1,
            SnapshotInterval = TimeSpan.FromSeconds(1),
        });
        desk.Reduce();
        desk.Save(0);
        desk.Save(1);
        desk.Do(new TakeSnapshot(new Round(1), desk.State.Duties!.Saving!.Snapshot));
        Assert.Equal(TimeSpan.FromSeconds(3), desk.State.SavingTook);
        var rounds = 0;

        do
        {
            desk.Reduce();
            rounds++;
        }
        while (!desk.Last.Effects.Any(effect => effect is OrderWorker { Order: SaveSnapshot }));

        Assert.Equal(27, rounds);
    }

    [Fact]
    public void Report_OfAWorkerThatMissedTheOrderToSave_IsOrderedAgain()
    {
        var desk = Desk.Training();
        desk.Reduce();
        desk.Reduce();

        desk.Report(1, version: 2);

        Assert.Contains(desk.Last.Effects, effect => effect is OrderWorker { Worker.Value: 1, Order: SaveSnapshot });
    }

    [Fact]
    public void Report_OfAWorkerThatIsSavingWhileItTrains_KeepsTheSnapshot()
    {
        var desk = Desk.Training();
        desk.Reduce();
        desk.Reduce();
        desk.Reduce();

        desk.Report(1, version: 3, snapshot: desk.State.Duties!.Saving!.Snapshot);

        Assert.Equal(new Round(2), desk.State.Duties!.Saving!.Version);
    }

    [Fact]
    public void Report_OfAWorkerThatCanNoLongerSave_GivesTheSnapshotUp()
    {
        var desk = Desk.Training();
        desk.Reduce();
        desk.Reduce();
        desk.Reduce();

        desk.Report(1, version: 3);

        Assert.Null(desk.State.Duties!.Saving);
    }

    [Fact]
    public void Lose_TheLastWorkerThatCouldSaveAtAStop_EndsTheRunWithoutASnapshot()
    {
        var desk = Desk.Training();
        desk.Do(new StopRun());
        desk.Lose(0);

        desk.Lose(1);

        Assert.Contains(desk.Last.Effects, effect => effect is EndRun { IsFinished: false });
        Assert.DoesNotContain(desk.Last.Effects, effect => effect is SealSnapshot);
    }

    [Fact]
    public void TakeSnapshot_OfARoundThatWasUndone_IsNotKept()
    {
        var desk = Desk.Training();
        desk.Reduce();

        desk.Do(new TakeSnapshot(new Round(2), "r2"));

        Assert.Empty(desk.Last.Events);
        Assert.Empty(desk.State.Snapshots);
    }

    [Fact]
    public void TakeHeldOutPart_OfOtherWindows_HasNoUse()
    {
        var desk = new Desk(Desk.SmallPlan with { RoundsPerEvaluation = 1, HeldOutWindows = 8 });
        desk.Do(new BeginRun());
        desk.Shard();
        desk.Report(0);
        desk.Report(1);
        desk.Reduce();

        desk.Do(new TakeHeldOutPart(new HeldOutPart(new WorkerId(0), new Round(1), new SampleRange(0, 8), 8, 64)));
        var missing = desk.State.Duties!.Measuring!.Missing;
        desk.Do(new TakeHeldOutPart(new HeldOutPart(new WorkerId(0), new Round(1), new SampleRange(0, 4), 4, 32)));

        Assert.Equal(2, missing.Count);
        Assert.Single(desk.State.Duties!.Measuring!.Missing);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Reduce_ThousandsOfRounds_KeepsNoMoreStateThanItsSnapshotsNeed(int kept)
    {
        const int Rounds = 2_000;
        var desk = new Desk(Desk.SmallPlan with { Samples = Rounds * 16L, SnapshotsKept = kept });
        desk.Do(new BeginRun());
        desk.Shard();
        desk.Report(0);
        desk.Report(1);
        var longest = 0;

        for (var round = 1; round <= Rounds; round++)
        {
            desk.Reduce();
            if (round % 10 == 0)
            {
                desk.Snapshot(round);
            }

            longest = Math.Max(longest, desk.State.Undoable.Count);
        }

        Assert.Equal(new Round(Rounds), desk.State.Committed);
        Assert.InRange(longest, (kept * 10) - 1, kept * 10);
        Assert.Equal(kept, desk.State.Snapshots.Count);
        Assert.Empty(desk.State.Pool.Returned);
        Assert.Equal(2, desk.State.Members.Count);
    }
}
