using System.Collections.Immutable;
using Decentral.Training.Coordination.Commands;
using Decentral.Training.Coordination.Effects;
using Decentral.Training.Coordination.Events;
using Decentral.Training.Jobs;
using Decentral.Training.Protocol;
using Decentral.Training.Tests.Formats;

namespace Decentral.Training.Tests.Coordination;

/// <summary>Which places nodes that join are given, and when their workers begin to count.</summary>
public sealed class PlacementTests
{
    private const long Start = 3;

    private readonly Desk _desk = new(Desk.SmallPlan with { HomeWorkers = 2, LastIncarnation = Incarnation.Of(Start, 0) });

    public PlacementTests() => _desk.Do(new BeginRun());

    [Fact]
    public void Ask_NodesThatAreNew_AreGivenTheLowestPlacesAfterTheHubs()
    {
        Assert.Equal([2, 3], Ask("a", 1, [], 1, 2));
        Assert.Equal([4], Ask("b", 1, [], 1));
        Assert.All(_desk.Ledger.OfType<WorkerPlaced>(), placed => Assert.True(placed.Incarnation > Incarnation.Of(Start, 0)));
    }

    [Fact]
    public void Ask_SameRequestAgain_IsGivenTheSamePlaceAndLife()
    {
        Ask("a", 1, [], 1);

        Assert.Equal([2], Ask("a", 1, [], 1));

        Assert.Single(_desk.Ledger.OfType<WorkerPlaced>());
    }

    [Fact]
    public void Ask_NodeThatCameBack_IsGivenItsPlaceWithAHigherLife()
    {
        Ask("a", 1, [], 1);
        Ask("b", 1, [], 1);

        Assert.Equal([2], Ask("a", 2, [], 1));

        var lives = _desk.Ledger.OfType<WorkerPlaced>().Where(placed => placed.Node == "a").Select(placed => placed.Incarnation);
        Assert.Equal(lives.Order().Distinct(), lives);
    }

    [Fact]
    public void Ask_InTheSteadOfAWorkerThatFailed_IsGivenThatPlaceAndNotOneThatIsFilled()
    {
        Ask("a", 1, [], 1, 2);

        Assert.Equal([3], Ask("a", 1, [2], 3));
    }

    [Fact]
    public void Ask_AfterTheHubCameBack_RemembersWhoHasWhichPlace()
    {
        Ask("a", 1, [], 1);

        _desk.Restart();

        Assert.Equal([3], Ask("b", 1, [], 1));
        Assert.Equal([2], Ask("a", 1, [], 1));
    }

    [Fact]
    public void Ask_RunHasAsManyMembersAsItMay_IsToldSo()
    {
        var desk = new Desk(Desk.SmallPlan with { HomeWorkers = 2, MaxMembers = 2 });
        desk.Do(new BeginRun());
        desk.Shard();
        desk.Report(0);
        desk.Report(1);

        desk.Do(Question("a", 1, [], 1));

        var told = Assert.IsType<HostNone>(Assert.IsType<AnswerNode>(Assert.Single(desk.Last.Effects)).Answer);
        Assert.Contains("limits.members", told.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Commit_JoinerThatIsStillFetching_IsNotWaitedForUntilItTookThreeRounds()
    {
        var desk = Desk.Training();
        Commit(desk);
        desk.Report(2, version: 0);
        var members = new List<int>();

        for (var i = 0; i < 4; i++)
        {
            desk.Report(0, version: desk.State.Committed.Value);
            Commit(desk);
            members.Add(desk.State.Open!.Participants.Count);
        }

        Assert.Equal([2, 2, 3, 3], members);
    }

    /// <summary>A slow joiner must not stall a round: fetching the model takes it a hundred seconds, and rounds take a few.</summary>
    [Theory]
    [InlineData(1_000_000, false)]
    [InlineData(50_000_000, true)]
    [InlineData(0, true)]
    public void Commit_JoinerThatStaysBehind_IsWaitedForIfItsLinkIsFastEnough(double downlink, bool expected)
    {
        var desk = Desk.Training(Desk.SmallPlan with { HomeWorkers = 2, Samples = 10_000, StateBytes = 100_000_000 });
        var measures = new NodeMeasures(DeviceKind.Cpu, 1 << 30, 1, 0.1, downlink, downlink);
        desk.Do(new TakeNodeReport(Addresses.Of("a", "node", 1), new NodeReport(1, [], [1]) { Measures = measures }));
        Commit(desk);
        desk.Report(2, incarnation: desk.Ledger.OfType<WorkerPlaced>().Single().Incarnation.Value, version: 0);

        for (var i = 0; i < 10; i++)
        {
            desk.Report(0, version: desk.State.Committed.Value);
            Commit(desk);
        }

        Assert.Equal(expected, desk.State.Open!.Participants.ContainsKey(new WorkerId(2)));
    }

    [Fact]
    public void Commit_JoinerThatHoldsTheVersionBefore_IsSentTheRoundAndTakesPartInTheNext()
    {
        var desk = Desk.Training();
        Commit(desk);
        desk.Report(2, version: 1);

        Commit(desk);

        var published = desk.Last.Effects.OfType<OrderShard>().Select(order => order.Order).OfType<PublishRound>().Single();
        Assert.Equal(3, published.Receivers.Length);
        Assert.Equal([0, 1, 2], desk.State.Open!.Participants.Keys.Select(worker => worker.Value));
    }

    [Fact]
    public void Refuse_UpdateOfAMember_StrikesItOffCountsItAndTurnsItAway()
    {
        var desk = Desk.Training();
        var report = desk.State.Members[new WorkerId(1)].Report!;
        var eve = Addresses.Of("eve", "node/worker-1", 1);
        desk.Do(new TakeReport(report with { Reference = eve }));

        desk.Do(Refusal(1, eve));

        Assert.Equal([0], desk.State.Open!.Participants.Keys.Select(worker => worker.Value));
        Assert.Equal(1, desk.State.RefusalsOf("eve"));
        Assert.Contains(desk.Last.Effects, effect => effect is TurnAway away && away.Worker == eve);
    }

    [Fact]
    public void Refuse_UpdateInTheNameOfAnother_CountsAgainstTheSenderAlone()
    {
        var desk = Desk.Training();

        desk.Do(Refusal(1, Addresses.Of("eve", "node/worker-9", 1)));

        Assert.Equal([0, 1], desk.State.Open!.Participants.Keys.Select(worker => worker.Value));
        Assert.Equal(1, desk.State.RefusalsOf("eve"));
    }

    [Fact]
    public void Ask_NodeOfWhichThreeUpdatesWereRefused_IsGivenNoPlace()
    {
        for (var i = 0; i < 3; i++)
        {
            Assert.NotEmpty(Ask("eve", 1 + i, [], 1));
            _desk.Do(Refusal(2, Addresses.Of("eve", "node/worker-2", 1)));
        }

        _desk.Do(Question("eve", 9, [], 1));

        Assert.IsType<HostNone>(Assert.IsType<AnswerNode>(Assert.Single(_desk.Last.Effects)).Answer);
    }

    private static TakeRefusal Refusal(int worker, Decentral.Actors.ActorRef from) => new(new ContributionRefused(
        new FragmentId(0), new Round(1), new Term(1), new WorkerId(worker), from, "it is of another model"));

    private static void Commit(Desk desk)
    {
        var digest = $"digest {desk.State.Open!.Round}";
        desk.Reduce(desk.Reduction(digest));
    }

    private static TakeNodeReport Question(string node, long start, ImmutableArray<int> hosted, params long[] requests) => new(
        Addresses.Of(node, "node", start),
        new NodeReport(start, [.. hosted.Select(worker => new WorkerId(worker))], [.. requests]));

    private IEnumerable<int> Ask(string node, long start, ImmutableArray<int> hosted, params long[] requests)
    {
        _desk.Do(Question(node, start, hosted, requests));
        return _desk.Last.Effects.OfType<AnswerNode>().Select(answer => ((HostWorker)answer.Answer).Worker.Value);
    }
}
