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
        Eventful.Rounds[1]);

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
