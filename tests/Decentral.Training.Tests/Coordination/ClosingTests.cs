using Decentral.Actors;
using Decentral.Training.Coordination;
using Decentral.Training.Coordination.Commands;
using Decentral.Training.Coordination.Effects;
using Decentral.Training.Coordination.Events;
using Decentral.Training.Protocol;

namespace Decentral.Training.Tests.Coordination;

/// <summary>When a round is closed without those who are late, and how much each is given to train.</summary>
public sealed class ClosingTests
{
    private static readonly Term First = new(1);

    [Fact]
    public void Report_LessThanTheQuorum_BeginsNoGraceWindow()
    {
        var desk = Training(Desk.SmallPlan with { Quorum = 0.75 });

        desk.Do(Held(0));

        Assert.DoesNotContain(desk.Last.Effects, effect => effect is LimitRound);
    }

    [Fact]
    public void Report_TheQuorum_BeginsOneGraceWindowThatFollowsTheRoundsLength()
    {
        var desk = Training(Desk.SmallPlan with { Quorum = 0.5 });
        for (var i = 0; i < 100; i++)
        {
            desk.Report(0);
        }

        desk.Do(Held(0));
        var window = Assert.Single(desk.Last.Effects.OfType<LimitRound>()).After;
        desk.Do(Held(0));

        Assert.InRange(window, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(11));
        Assert.DoesNotContain(desk.Last.Effects, effect => effect is LimitRound);
    }

    [Fact]
    public void Close_SomeAreMissing_StrikesThemOffAndGivesTheirSamplesBack()
    {
        var desk = Training(Desk.SmallPlan with { Quorum = 0.5 });
        var available = desk.State.Pool.Available;
        desk.Do(Held(0));

        desk.Do(new CloseRound(new Round(1), First));

        Assert.Equal("Round 1 closes with 1 of 2 contributions.", desk.Last.Reason);
        Assert.Equal("was late", desk.Ledger.OfType<ParticipantStruckOff>().Single().Reason);
        Assert.Equal(available + 8, desk.State.Pool.Available);
        desk.Reduce();
        Assert.Equal([0, 1], desk.State.Open!.Participants.Keys.Select(worker => worker.Value));
    }

    [Fact]
    public void Close_NobodyHasContributed_WaitsForAnotherDeadline()
    {
        var desk = Training(Desk.SmallPlan with { Deadline = TimeSpan.FromSeconds(9) });

        desk.Do(new CloseRound(new Round(1), First));

        Assert.Equal("Round 1 goes on: it has 0 of 2 contributions.", desk.Last.Reason);
        Assert.Equal(TimeSpan.FromSeconds(9), desk.Last.Effects.OfType<LimitRound>().Single().After);
    }

    [Fact]
    public void Lose_TheOnlyOneOfARoundThatCloses_TakesThoseThatWereCarriedOverBack()
    {
        var desk = Training(Desk.SmallPlan with { Schedule = new FragmentSchedule(4) { IsAsynchronous = true }, Quorum = 0, Grace = TimeSpan.Zero });
        desk.Do(Held(0));
        Assert.Equal([1], desk.State.Carried.Keys.Select(worker => worker.Value));

        desk.Lose(0);

        Assert.Equal([1], desk.State.Open!.Participants.Keys.Select(worker => worker.Value));
        Assert.Empty(desk.State.Carried);
        Assert.False(desk.State.Open.HasQuorum);
        Assert.Contains(desk.Last.Effects, effect => effect is OrderShard { Order: CollectRound { Participants.Length: 1 } });
        desk.Reduce();
        Assert.Equal([1], desk.Ledger.OfType<RoundCommitted>().Single().Contributions.Select(given => given.Worker.Value));
    }

    /// <summary>By fragments the next round may be trained already: it is not to be committed before the one that nobody holds.</summary>
    [Fact]
    public void Report_ShardOfTheNextFragmentWhileARoundIsCollectedAgain_IsNotToldToCollect()
    {
        var desk = new Desk(Desk.SmallPlan with { Schedule = new FragmentSchedule(4, 2) { IsAsynchronous = true }, Quorum = 0.5 });
        desk.Do(new BeginRun());
        desk.Shard();
        Second(desk);
        desk.Report(0);
        desk.Report(1);
        Assert.Equal([1, 2], desk.State.Opened.Select(open => open.Round.Value));
        desk.Reduce();
        Assert.Equal([2, 3], desk.State.Opened.Select(open => open.Round.Value));
        desk.ReplaceShard();
        Second(desk);
        desk.Report(0, version: 0, round: 1, hasTrained: true);
        desk.Report(1, version: 0, round: 1, hasTrained: true);
        Assert.True(desk.State.IsRecollecting);

        Second(desk);

        Assert.Empty(desk.Last.Effects);
        desk.Reduce(desk.Reduction() with { Fragment = new FragmentId(1) });
        Assert.Equal("A reduction of round 2 has no use now.", desk.Last.Reason);
        desk.Reduce(desk.Reduction() with { Round = new Round(1), Opened = First });
        Assert.Equal("Round 1 is published again.", desk.Last.Reason);
        Assert.Equal(
            [2, 3], desk.Last.Effects.OfType<OrderShard>().Select(order => order.Order).OfType<CollectRound>().Select(order => order.Round.Value));

        static void Second(Desk desk) => desk.Do(new TakeShardReport(new ShardReport(
            new FragmentId(1), new Incarnation(1), desk.State.Term, Round.Zero, Round.Zero, ActorRef.None)));
    }

    [Fact]
    public void Close_RoundThatIsCommitted_ChangesNothing()
    {
        var desk = Training(Desk.SmallPlan with { Quorum = 0.5 });
        desk.Reduce();

        desk.Do(new CloseRound(new Round(1), First));

        Assert.Empty(desk.Last.Events);
    }

    [Fact]
    public void Open_SlowerWorker_MakesFewerStepsAndGoesThroughTheSameLearningRates()
    {
        var desk = Paced(fast: 0.1, slow: 0.25);

        var started = desk.Last.Effects.OfType<OrderWorker>().Select(order => order.Order).OfType<StartRound>().ToArray();
        Assert.Equal([4, 1], started.Select(order => order.Steps));
        Assert.Equal([8, 2], started.Select(order => order.Lease.Sum(range => range.Count)));
        Assert.Single(started.Select(order => order.Pace.TokensThrough(order.Steps - 1)).Distinct());
    }

    [Fact]
    public void Open_LittleOfTheBudgetIsLeft_GivesWhatFits()
    {
        var members = new[] { Member(0.1), Member(0.1), Member(0.4) };

        var steps = Pacing.StepsOf(PlanOf(100), new Round(1), members, members, available: 40);

        Assert.Equal([9, 9, 2], steps);
    }

    [Fact]
    public void Open_NotEvenAStepOfEachIsLeft_GivesNone() =>
        Assert.Empty(Pacing.StepsOf(Desk.SmallPlan, new Round(1), [Member(0.1), Member(0.1)], [], available: 3));

    [Fact]
    public void Open_SpeedsThatAreNearlyTheSame_GiveTheSameSteps() => Assert.Equal(
        [30, 30, 28],
        Pacing.StepsOf(
            PlanOf(30),
            new Round(1),
            [Member(0.100), Member(0.104), Member(0.107)],
            [Member(0.100), Member(0.104), Member(0.107)],
            available: 1000));

    [Fact]
    public void Open_OneThatHasNotMadeAStep_IsTakenForAsSlowAsTheSlowest()
    {
        var members = new[] { Member(0.1), Member(0.2), Member(0) };

        var steps = Pacing.StepsOf(PlanOf(10), new Round(1), members, members, available: 1000);

        Assert.Equal([10, 5, 5], steps);
    }

    [Fact]
    public void Open_FragmentsThatDoNotDivideTheSteps_GiveEachItsRoundInEverySoMany()
    {
        var plan = Desk.SmallPlan with { Schedule = new FragmentSchedule(Every: 10, Fragments: 3) };

        var steps = Enumerable.Range(1, 6).Select(round => Pacing.StepsOf(plan, new Round(round), [Member(0.1)], [Member(0.1)], 1000)[0]);

        Assert.Equal([3, 3, 4, 3, 3, 4], steps);
    }

    private static RunPlan PlanOf(int every) => Desk.SmallPlan with { IsPaced = true, Schedule = new FragmentSchedule(every) };

    private static Desk Training(RunPlan plan)
    {
        var desk = new Desk(plan);
        desk.Do(new BeginRun());
        desk.Shard();
        desk.Report(0);
        desk.Report(1);
        return desk;
    }

    private static Desk Paced(double fast, double slow)
    {
        var desk = Training(Desk.SmallPlan with { IsPaced = true });
        desk.Do(new TakeReport(desk.State.Members[new WorkerId(0)].Report! with { SecondsPerStep = fast }));
        desk.Do(new TakeReport(desk.State.Members[new WorkerId(1)].Report! with { SecondsPerStep = slow }));
        desk.Reduce();
        return desk;
    }

    private static TakeShardReport Held(params int[] workers) => new(new ShardReport(
        new FragmentId(0), new Incarnation(1), First, new Round(1), Round.Zero, Decentral.Actors.ActorRef.None)
    {
        Opened = First,
        Held = [.. workers.Select(worker => new WorkerId(worker))],
    });

    private static MemberState Member(double secondsPerStep) => new(
        new Incarnation(1),
        new WorkerReport(
            new WorkerId(0), new Incarnation(1), First, default, default, default, 0, false, null, Decentral.Actors.ActorRef.None)
        {
            SecondsPerStep = secondsPerStep,
        },
        First,
        default);
}
