using Decentral.Actors;
using Decentral.Training.Coordination.Commands;
using Decentral.Training.Coordination.Effects;
using Decentral.Training.Coordination.Events;
using Decentral.Training.Jobs;
using Decentral.Training.Protocol;
using Decentral.Training.Tests.Formats;

namespace Decentral.Training.Tests.Coordination;

/// <summary>Which nodes are given the parameter shards, where a job spreads them over its members.</summary>
public sealed class ShardPlacementTests
{
    private const int Fragments = 6;

    private readonly Desk _desk = new(Desk.SmallPlan with
    {
        Schedule = new FragmentSchedule(Every: 12, Fragments),
        SpreadsShards = true,
    });

    public ShardPlacementTests() => _desk.Do(new BeginRun());

    [Fact]
    public void Report_HubAlone_HostsAllUntilANodeJoins()
    {
        Report("hub", link: null, isHome: true);
        Assert.Equal(Fragments, CountOn("hub"));

        Report("a", link: 10e6);

        Assert.Equal((0, Fragments), (CountOn("hub"), CountOn("a")));
    }

    [Fact]
    public void Report_NodesWithUnequalLinks_AreGivenShardsInProportion()
    {
        Report("a", link: 20e6);
        Report("b", link: 10e6);

        Assert.Equal((4, 2), (CountOn("a"), CountOn("b")));
    }

    [Fact]
    public void Report_NodeWithASlowLink_IsGivenNone()
    {
        Report("a", link: 100e6);
        Report("b", link: 1e6);

        Assert.Equal((Fragments, 0), (CountOn("a"), CountOn("b")));
    }

    [Fact]
    public void Report_NodeThatMissedIt_IsToldAgain()
    {
        Report("a", link: 10e6);

        Report("a", link: 10e6);

        Assert.Equal(
            Enumerable.Range(0, Fragments), Orders<HostShard>().Select(order => order.Shard.Fragment.Value));
    }

    [Fact]
    public void Report_NodeHostsWhatWasGivenToAnother_IsToldToDropIt()
    {
        Report("a", link: 10e6);
        var first = _desk.State.ShardPlaces.ToDictionary(place => place.Key, place => place.Value.Incarnation);
        Report("b", link: 10e6);
        HostedShard[] held = [.. first.Select(place => new HostedShard(place.Key, place.Value))];

        Report("a", link: 10e6, held);

        Assert.Equal(3, Orders<DropShard>().Count());
        Assert.Empty(Orders<HostShard>());
    }

    [Fact]
    public void Lose_NodeWithShards_GivesThemToTheOthersInALaterLife()
    {
        Report("a", link: 10e6);
        Report("b", link: 10e6);
        var lives = _desk.State.ShardPlaces;

        _desk.Do(new LoseNode(AgentOf("a")));

        Assert.Equal(Fragments, CountOn("b"));
        Assert.All(
            _desk.State.ShardPlaces.Where(place => lives[place.Key].Node == "a"),
            place => Assert.True(place.Value.Incarnation > lives[place.Key].Incarnation.Next));
        Assert.All(
            _desk.Ledger.OfType<ShardPlaced>().TakeLast(3), placed => Assert.Equal("a is gone", placed.Reason));
    }

    [Fact]
    public void Report_NodeThatWasStartedAgain_IsGivenNewLives()
    {
        Report("a", link: 10e6);
        var lives = _desk.State.ShardPlaces;

        Report("a", link: 10e6, start: 2);

        Assert.All(
            _desk.State.ShardPlaces,
            place => Assert.True(place.Value.Start == 2 && place.Value.Incarnation > lives[place.Key].Incarnation));
    }

    [Fact]
    public void EndGathering_HubCameBackWithoutANodeThatHadShards_GivesThemToWhoIsThere()
    {
        Report("a", link: 10e6);
        _desk.Restart();
        Report("b", link: 10e6);
        Assert.Equal(Fragments, CountOn("a"));

        _desk.Do(new EndGathering(_desk.State.Term));

        Assert.Equal(Fragments, CountOn("b"));
    }

    [Fact]
    public void Report_ShardsStayOnTheHub_NobodyIsGivenAny()
    {
        var desk = new Desk(Desk.SmallPlan);
        desk.Do(new BeginRun());

        desk.Do(Question("a", 10e6, [], 1, isHome: false));

        Assert.Empty(desk.State.ShardPlaces);
    }

    private static ActorRef AgentOf(string node, long start = 1) => Addresses.Of(node, "node", start);

    private static TakeNodeReport Question(string node, double? link, HostedShard[] shards, long start, bool isHome) => new(
        AgentOf(node, start),
        new NodeReport(start, [], [])
        {
            Measures = link is { } measured ? new NodeMeasures(DeviceKind.Cpu, 1 << 30, 0.1, 0.01, measured, measured) : null,
            Shards = [.. shards],
        },
        isHome);

    private void Report(string node, double? link, HostedShard[]? shards = null, long start = 1, bool isHome = false) =>
        _desk.Do(Question(node, link, shards ?? [], start, isHome));

    private int CountOn(string node) => _desk.State.ShardPlaces.Values.Count(place => place.Node == node);

    private IEnumerable<TOrder> Orders<TOrder>() => _desk.Last.Effects.OfType<AnswerNode>().Select(answer => answer.Answer).OfType<TOrder>();
}
