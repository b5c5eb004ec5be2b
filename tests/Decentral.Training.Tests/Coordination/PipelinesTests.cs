using Decentral.Training.Coordination;
using Decentral.Training.Coordination.Commands;
using Decentral.Training.Coordination.Events;
using Decentral.Training.Protocol;

namespace Decentral.Training.Tests.Coordination;

public sealed class PipelinesTests
{
    private readonly Desk _desk = Desk.Training();

    private IEnumerable<StagesReplaced> Replaced => _desk.Ledger.OfType<StagesReplaced>();

    [Fact]
    public void Recover_StagesOfAMember_IsJournaledAndCounted()
    {
        Tell(Recovery(1));

        var replaced = Assert.Single(Replaced);
        Assert.Equal((RecoveryRung.BuddyCopy, 2, "why"), (replaced.Rung, replaced.UndoneSteps, replaced.Reason));
        Assert.Equal("stage 1 of worker-0", replaced.Part);
        Assert.Equal("from its buddy's copy (rung 2), 2 steps are made again; there are 4 stages now", replaced.Source);
        Assert.Equal(1, _desk.State.Totals.Recoveries);
    }

    [Fact]
    public void Recover_SaidAgain_ChangesNothing()
    {
        Tell(Recovery(1));
        Tell(Recovery(2));

        Tell(Recovery(1));
        Tell(Recovery(2));

        Assert.Equal([1, 2], Replaced.Select(replaced => replaced.Number));
        Assert.Empty(_desk.Last.Events);
        Assert.Equal(2, _desk.State.Totals.Recoveries);
    }

    [Fact]
    public void Recover_SaidAgainToASuccessor_ChangesNothing()
    {
        Tell(Recovery(1));

        _desk.Restart();
        Tell(Recovery(1));

        Assert.Single(Replaced);
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(7, 1)]
    public void Recover_StagesOfNobodyInTheRun_IsNotHeard(int worker, long incarnation)
    {
        Tell(Recovery(1) with { Worker = new WorkerId(worker), Incarnation = new Incarnation(incarnation) });

        Assert.Empty(_desk.Last.Events);
        Assert.Contains("is not in the run", _desk.Last.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Recover_InALaterLife_CountsFromOneAgain()
    {
        Tell(Recovery(1));
        _desk.Report(0, incarnation: 2);

        Tell(Recovery(1) with { Incarnation = new Incarnation(2) });

        Assert.Equal([1, 1], Replaced.Select(replaced => replaced.Number));
    }

    [Fact]
    public void Recover_FromNeighbours_TellsOnceWhatItDidToTheLoss()
    {
        var recovery = Recovery(1) with { Rung = RecoveryRung.Neighbours, UndoneSteps = 0, LearningRateScale = 1.1, Stages = [1, 3] };
        Tell(recovery);

        Tell(recovery with { Loss = new LossChange(2.5, 3.25) });
        Tell(recovery with { Loss = new LossChange(2.5, 3.25) });

        var replaced = Assert.Single(Replaced);
        Assert.Equal("stages 1 and 3 of worker-0", replaced.Part);
        Assert.Equal(
            "from the layers beside it, which is approximate (rung 3), at 1.1 times the learning rate, no step is made again; "
            + "there are 4 stages now",
            replaced.Source);
        var settled = Assert.Single(_desk.Ledger.OfType<StagesSettled>());
        Assert.Equal("the training loss of worker-0 went from 2.500 to 3.250 over the recovery from neighbouring layers", settled.InWords);
        Assert.Equal(1, _desk.State.Totals.Recoveries);
    }

    [Fact]
    public void Write_Recovery_StatesTheRungInWordsAndIsReadAsItWas()
    {
        Tell(Recovery(1));
        var serializer = new CoordinatorEventSerializer();

        var bytes = serializer.Write(Assert.Single(Replaced));

        Assert.Contains("\"rung\":\"BuddyCopy\"", System.Text.Encoding.UTF8.GetString(bytes.Span), StringComparison.Ordinal);
        var read = Assert.IsType<StagesReplaced>(serializer.Read(bytes));
        Assert.Equal(Assert.Single(Replaced).Source, read.Source);
        Assert.Equal([1], read.Stages);
    }

    private static StagesRecovered Recovery(long number) => new(
        new WorkerId(0), new Incarnation(1), number, RecoveryRung.BuddyCopy, [1], StagesNow: 4, UndoneSteps: 2, "why");

    private void Tell(StagesRecovered recovered) => _desk.Do(new TakeStagesRecovered(recovered));
}
