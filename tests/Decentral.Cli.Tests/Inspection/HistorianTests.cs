using Decentral.Cli.Inspection;
using Decentral.Training.Coordination.Events;
using Decentral.Training.Protocol;

namespace Decentral.Cli.Tests.Inspection;

public sealed class HistorianTests
{
    private static readonly RunHistory Eventful = Historian.Tell(Ledgers.Eventful);

    [Fact]
    public void Tell_EmptyLedger_IsAnEmptyHistory() => Assert.Equal(RunHistory.Empty, Historian.Tell([]));

    [Fact]
    public void Tell_CommittedRounds_AreCountedOnceAndOnlyWhileTheyCount()
    {
        Assert.Equal([1L, 2L, 3L], Eventful.Rounds.Select(round => round.Round));
        Assert.Equal(1, Eventful.RoundsUndone);
        Assert.Equal(5 * 128, Eventful.Tokens);
        Assert.Equal(5, Eventful.SamplesUsed);
    }

    [Fact]
    public void Tell_CommittedRound_HasItsTimeItsLossAndItsBytes() => Assert.Equal(
        new RoundRecord(2, TimeSpan.FromSeconds(22), TimeSpan.FromSeconds(10), 2, 256, 4.5, 3000) { EvalLoss = 4.25 },
        Eventful.Rounds[1] with { Shares = [] });

    [Fact]
    public void Tell_CommittedRound_HasWhatEachGaveToIt() => Assert.Equal(
        [new MemberShare(new WorkerId(0), 128), new MemberShare(new WorkerId(1), 128)], Eventful.Rounds[1].Shares);

    /// <summary>What a round comes to is sent to those who go on training as well, as in the run's own count.</summary>
    [Fact]
    public void Tell_RoundThatSomeAreCarriedOver_CountsWhatIsSentToThemToo()
    {
        var (fast, slow, lost) = (new WorkerId(0), new WorkerId(1), new WorkerId(2));
        var opened = Ledgers.CommittedRound(1, 2, fast, slow, lost).First();
        var committed = Ledgers.CommittedRound(1, 2, fast).Last();

        var history = Historian.Tell(
        [
            Ledgers.At(0, new RunCreated("digest", 12, 128)),
            opened,
            Ledgers.At(9, new ParticipantCarriedOver(new Round(1), slow)),
            Ledgers.At(9, new ParticipantCarriedOver(new Round(1), lost)),
            Ledgers.At(10, new ParticipantStruckOff(new Round(1), lost, "is gone")),
            committed,
            .. Ledgers.CommittedRound(2, 20, fast, slow),
        ]);

        Assert.Equal([1000L + (2 * 500), 2 * (1000L + 500)], history.Rounds.Select(round => round.Bytes));
    }

    [Fact]
    public void Tell_NodeThatCameAndWentAndCameBack_IsOneMemberWithItsNodeAndItsLosses()
    {
        var worker = new WorkerId(4);
        var life = new Incarnation(1);
        var history = Historian.Tell(
        [
            Ledgers.At(0, new RunCreated("digest", 12, 128)),
            Ledgers.At(5, new WorkerPlaced(worker, "laptop", 1, 1, life)),
            Ledgers.At(6, new WorkerJoined(worker, life, Round.Zero, IsRecovery: false)),
            Ledgers.At(9, new WorkerLeft(worker, life, "is gone")),
            Ledgers.At(12, new WorkerJoined(worker, life, Round.Zero, IsRecovery: true)),
        ]);

        Assert.Equal(
            new MemberRecord(worker, "laptop", TimeSpan.FromSeconds(6), null, 1), Assert.Single(history.Members.Values));
    }

    [Fact]
    public void Tell_HeldOutLossBeforeTheFirstRound_IsTheFirst()
    {
        Assert.Equal(5.5, Eventful.FirstEvalLoss);
        Assert.Equal(4.25, Eventful.EvalLoss);
    }

    [Fact]
    public void Tell_Recoveries_CountsWhatWasLostAndCameBack() => Assert.Equal(1, Eventful.Recoveries);

    [Fact]
    public void Tell_LastEntry_DecidesTheStatus()
    {
        var stopped = Ledgers.Eventful;
        var resumed = stopped.Append(Ledgers.At(99, new TermBegan(new Term(3), "again", IsRecovery: false)));
        var finished = resumed.Append(Ledgers.At(100, new RunFinished(new Round(3))));

        Assert.Equal(RunStatus.Stopped, Eventful.Status);
        Assert.Equal(RunStatus.Interrupted, Historian.Tell(resumed).Status);
        Assert.Equal(RunStatus.Finished, Historian.Tell(finished).Status);
    }

    [Fact]
    public void Tell_PipelineThatLostAStage_CountsItAndSaysWhereItCameFrom()
    {
        var worker = new WorkerId(0);

        var history = Historian.Tell(
            [
                Ledgers.At(0, new RunCreated("digest", 12, 128)),
                Ledgers.At(1, new WorkerPlaced(new WorkerId(2), "ann", 1, 1, new Incarnation(1))),
                Ledgers.At(2, new StagesReplaced(worker, 1, RecoveryRung.Neighbours, [1], 3, 0, "Stage 1 becomes an average.")
                {
                    LearningRateScale = 1.1,
                }),
                Ledgers.At(3, new StagesSettled(worker, 1, new LossChange(2.5, 3))),
                Ledgers.At(4, new WorkerJoined(worker, new Incarnation(2), new Round(3), IsRecovery: true)),
            ],
            isStaged: true);

        Assert.Equal(2, history.Recoveries);
        Assert.Equal(
            [
                "ann was given the place of member 2 of the pipeline",
                "stage 1 of worker-0 goes on: from the layers beside it, which is approximate (rung 3), at 1.1 times the learning rate, "
                + "no step is made again; there are 3 stages now. Stage 1 becomes an average.",
                "the training loss of worker-0 went from 2.500 to 3.000 over the recovery from neighbouring layers",
                "worker-0 is back, with its stages at version 3",
            ],
            history.Happenings.Skip(1).Select(happening => happening.Text));
    }

    /// <summary>Opened at 2, stopped at 6, gone on with at 1002, and committed at 1005.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Tell_RoundOverTwoStarts_TookTheTimeInWhichItWasTrained(bool isStoppedInOrder)
    {
        var worker = new WorkerId(0);
        var round = Ledgers.CommittedRound(1, 2, worker).ToArray();
        CoordinatorEvent last = isStoppedInOrder
            ? new RunPaused(Round.Zero, "pause")
            : new SnapshotCompleted(Round.Zero, "zero", 1);

        var history = Historian.Tell(
        [
            Ledgers.At(0, new RunCreated("digest", 12, 128)),
            round[0],
            Ledgers.At(6, last),
            Ledgers.At(1002, new TermBegan(new Term(2), "the run goes on", IsRecovery: !isStoppedInOrder)),
            Ledgers.At(1003, new WorkerLeft(worker, new Incarnation(1), "was replaced")),
            Ledgers.At(1003, new WorkerJoined(worker, new Incarnation(2), Round.Zero, IsRecovery: false)),
            Ledgers.At(1004, new ParticipantResumed(new Round(1), worker, new Incarnation(2))),
            Ledgers.At(1005, round[1]),
        ]);

        Assert.Equal(TimeSpan.FromSeconds(7), Assert.Single(history.Rounds).Took);
        Assert.Equal(TimeSpan.FromSeconds(1005), history.Elapsed);
    }

    [Fact]
    public void Tell_RoundInWhichTheCoordinatorCameBack_TookAllItsTime()
    {
        var round = Ledgers.CommittedRound(1, 2, new WorkerId(0)).ToArray();

        var history = Historian.Tell(
            [round[0], Ledgers.At(8, new TermBegan(new Term(2), "the coordinator came back", IsRecovery: true)), round[1]]);

        Assert.Equal(TimeSpan.FromSeconds(10), Assert.Single(history.Rounds).Took);
    }

    [Fact]
    public void Tell_RoundThatSkippedSteps_IsCountedAndExplained()
    {
        var ledger = Ledgers.CommittedRound(1, 2, new WorkerId(0), new WorkerId(1)).ToArray();
        var committed = (RoundCommitted)ledger[^1];
        ledger[^1] = committed with
        {
            Contributions = [committed.Contributions[0], committed.Contributions[1] with { SkippedSteps = 3 }],
        };

        var history = Historian.Tell(ledger);

        Assert.Equal(3, Assert.Single(history.Rounds).SkippedSteps);
        Assert.Equal(
            "round 1 left out inner steps, as their gradients were not finite: 3 of worker-1",
            Assert.Single(history.Happenings).Text);
    }

    [Fact]
    public void Tell_DiscardedRound_IsCountedAndExplained()
    {
        var history = Historian.Tell(
            [.. Ledgers.Eventful, Ledgers.At(80, new RoundDiscarded(new Round(4), "all its workers are lost"))]);

        Assert.Equal(1, history.RoundsDiscarded);
        Assert.Equal(
            new Happening(TimeSpan.FromSeconds(80), "round 4 came to nothing: all its workers are lost"),
            history.Happenings[^1]);
    }
}
