using System.Net.WebSockets;
using Decentral.Actors.Membership;
using Decentral.Actors.Nodes.Frames;
using Decentral.Actors.Nodes.Handshakes;
using Decentral.Actors.Nodes.Hubs;
using Decentral.Actors.Nodes.Membership;
using Decentral.Actors.Nodes.Transfers;
using Decentral.Conformance;

namespace Decentral.Actors.Nodes.Tests.Hostility;

/// <summary>Whatever one peer sends costs it its own link at most.</summary>
public sealed class HostilePeerTests(HostileWorld world) : IClassFixture<HostileWorld>
{
    private readonly HostileWorld _world = world;
    private readonly Member _mallory = world.NextMallory();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>What is sent first, and is no handshake.</summary>
    public static TheoryData<string, byte[], WebSocketMessageType> NoHandshakes => new()
    {
        { "nothing", [], WebSocketMessageType.Binary },
        { "garbage", [0xC1, 0xFF, 0x00, 0x13, 0x37], WebSocketMessageType.Binary },
        { "wrong length", [0xFF, 0xFF, 0xFF, 0x7F, 0x91], WebSocketMessageType.Binary },
        { "text", "hello"u8.ToArray(), WebSocketMessageType.Text },
        { "too much", new byte[600 << 10], WebSocketMessageType.Binary },
        { "no Hello", HostileFrames.Kind((int)FrameKind.Ping), WebSocketMessageType.Binary },
        { "unknown kind", HostileFrames.Kind(99), WebSocketMessageType.Binary },
        { "half a Hello", HostileFrames.Kind((int)FrameKind.Hello), WebSocketMessageType.Binary },
    };

    /// <summary>
    /// What a member may not send over its control link, and a part of the reason that the hub gives.
    /// </summary>
    public static TheoryData<string, byte[], WebSocketMessageType, string> Violations
    {
        get
        {
            var binary = WebSocketMessageType.Binary;
            var other = HostileFrames.Actor("bystander");
            var member = new Member(new NodeId("bystander"), 1, new MemberProfile(1, 0));
            return new()
            {
                { "garbage", [0xC1, 0xFF, 0x00, 0x13, 0x37], binary, "wrong length" },
                { "wrong length", [0xFF, 0xFF, 0xFF, 0x7F, 0x91], binary, "wrong length" },
                { "no record", [1, 0, 0, 0, 0xC1], binary, "expected a record" },
                { "text", "hello"u8.ToArray(), WebSocketMessageType.Text, "text where frames" },
                { "too much", new byte[8 << 20], binary, "batch of more than" },
                { "unknown kind", HostileFrames.Kind(99), binary, "FrameKind" },
                { "no kind", HostileFrames.Kind(0), binary, "None frame" },
                { "a handshake", HostileFrames.Kind(1), binary, "Challenge frame" },
                { "bulk", HostileFrames.Kind((int)FrameKind.Chunk), binary, "Chunk frame" },
                { "news", HostileFrames.Member(FrameKind.MemberUp, member), binary, "MemberUp frame" },
                { "verdict", HostileFrames.Member(FrameKind.MemberLost, member), binary, "MemberLost frame" },
                { "return", HostileFrames.Member(FrameKind.MemberBack, member), binary, "MemberBack frame" },
                { "Tell of another", HostileFrames.Tell(other, other), binary, "in the name of 'bystander'" },
                {
                    "Watch of another",
                    HostileFrames.Of(WatchFrame.Write, new WatchFrame(FrameKind.Watch, other, other)),
                    binary, "in the name of 'bystander'"
                },
                {
                    "Ended of another",
                    HostileFrames.Of(WatchFrame.Write, new WatchFrame(FrameKind.Ended, other, other)),
                    binary, "in the name of 'bystander'"
                },
                {
                    "name for another", HostileFrames.Of(NameFrame.Write, new NameFrame("name", other)),
                    binary, "in the name of 'bystander'"
                },
                {
                    "name of another life",
                    HostileFrames.Of(NameFrame.Write, new NameFrame("name", HostileFrames.Actor("mallory", 1000))),
                    binary, "no actor of its incarnation"
                },
            };
        }
    }

    /// <summary>What a member may not send over its bulk link.</summary>
    public static TheoryData<string, byte[]> BulkViolations
    {
        get
        {
            var route = new TransferRoute(new NodeId("hub"), new NodeId("mallory"), new TransferKey(5, 1));
            return new()
            {
                { "garbage", [0xC1, 0xFF, 0x00, 0x13, 0x37] },
                { "no route", HostileFrames.Kind((int)FrameKind.Chunk) },
                { "Tell", HostileFrames.Tell(HostileFrames.Actor("hub"), HostileFrames.Actor("mallory")) },
                {
                    "in the name of another",
                    HostileFrames.Chunk(route with { From = new NodeId("bystander") }, 0, [1, 2, 3])
                },
                { "negative length", HostileFrames.Offer(route, HostileFrames.Actor("hub"), -1) },
                {
                    "an offer in the name of another's actor",
                    HostileFrames.Offer(route, HostileFrames.Actor("hub"), 10, HostileFrames.Actor("bystander"))
                },
            };
        }
    }

    [Theory]
    [MemberData(nameof(NoHandshakes), DisableDiscoveryEnumeration = true)]
    public async Task Stranger_SendsNoHandshake_IsLeftAlone(string what, byte[] batch, WebSocketMessageType type)
    {
        using var link = await RawLink.Dial(_world.Hub.Address);
        Assert.NotNull(await link.Receive());

        await link.Send(batch, type);

        await link.ReceiveToTheEnd();
        await _world.RequireUndisturbed(what);
    }

    [Theory]
    [MemberData(nameof(Violations), DisableDiscoveryEnumeration = true)]
    public async Task Member_SendsWhatItMayNot_LosesItsLinkWithTheReason(
        string what, byte[] batch, WebSocketMessageType type, string reason)
    {
        using var link = await RawLink.Join(_world.Hub.Address, _mallory);
        var said = _world.Log.When(reason);

        await link.Send(batch, type);

        await link.ReceiveToTheEnd();
        await said;
        await _world.RequireUndisturbed(what);
    }

    [Theory]
    [MemberData(nameof(BulkViolations), DisableDiscoveryEnumeration = true)]
    public async Task Member_SendsWhatItMayNotInBulk_LosesThatLink(string what, byte[] batch)
    {
        using var control = await RawLink.Join(_world.Hub.Address, _mallory);
        using var bulk = await RawLink.Join(_world.Hub.Address, _mallory, LinkPurpose.Bulk);

        await bulk.Send(batch);

        await bulk.ReceiveToTheEnd();
        await _world.RequireUndisturbed(what);
    }

    [Fact]
    public async Task Member_SendsAnotherWhatThatCannotRead_CostsThatOneNothing()
    {
        using var control = await RawLink.Join(_world.Hub.Address, _mallory);
        using var bulk = await RawLink.Join(_world.Hub.Address, _mallory, LinkPurpose.Bulk);
        var victim = _world.Bystander.Spawn("victim", () => new Puppet());
        var route = new TransferRoute(_world.Bystander.Node, _mallory.Node, new TransferKey(_mallory.Incarnation, 1));
        var mallory = HostileFrames.Actor("mallory", _mallory.Incarnation);

        await control.Send(HostileFrames.Tell(victim.Address, mallory, "no.such-message"));
        await control.Send(HostileFrames.Tell(victim.Address, mallory));
        await bulk.Send(HostileFrames.Offer(route, victim.Address, -1));
        await bulk.Send(HostileFrames.Offer(route, victim.Address, 100));
        await bulk.Send(HostileFrames.Chunk(route, 0, [1, 2, 3], checksum: 17));
        ActorAddress[] elsewhere = [_world.Receiver.Address, mallory, new(default, "monitor", 0)];
        foreach (var (index, address) in elsewhere.Index())
        {
            var misled = route with { Key = new TransferKey(_mallory.Incarnation, 2 + index) };
            await bulk.Send(HostileFrames.Offer(misled, address, 3));
            await bulk.Send(HostileFrames.Chunk(misled, 0, [1, 2, 3]));
        }

        await bulk.Send(HostileFrames.Chunk(route, 0, new byte[100]));

        // The last chunk would not be taken over a link that one of the frames before has ended.
        var seen = await _world.Bystander.Ask<AwaitSeen, Sight>(
            victim, new AwaitSeen(2), TimeSpan.FromSeconds(30), Cancellation);
        Assert.Contains(new Note(7), seen.Seen);
        await _world.RequireUndisturbed("frames");
    }

    [Fact]
    public async Task Member_TakesManyNames_KeepsAsManyAsOneMayHave()
    {
        using var link = await RawLink.Join(_world.Hub.Address, _mallory);
        var said = _world.Log.When("which is the most for one");
        var full = string.Concat(Enumerable.Repeat("x", 100));

        var bearer = HostileFrames.Actor("mallory", _mallory.Incarnation);
        for (var number = 0; number < 5000; number++)
        {
            await link.Send(HostileFrames.Of(NameFrame.Write, new NameFrame($"{full}{number}", bearer)));
        }

        await said;
        await _world.RequireUndisturbed("frames");
        var options = new SpawnOptions { WellKnownName = "anybody" };
        var another = _world.Bystander.Spawn("another", () => new Puppet(), options);
        await _world.RequireUndisturbed("frames");
        _world.Hub.Tell(_world.Hub.Named("anybody"), new Note(1));
        await _world.Bystander.Ask<AwaitSeen, Sight>(
            another, new AwaitSeen(1), TimeSpan.FromSeconds(30), Cancellation);
    }

    [Fact]
    public async Task Member_TakesANameOfTheHub_IsNotGivenIt()
    {
        var options = new SpawnOptions { WellKnownName = "monitor" };
        var monitor = _world.Hub.Spawn("monitor", () => new Puppet(), options);
        using var link = await RawLink.Join(_world.Hub.Address, _mallory);
        var said = _world.Log.When("reserved for the hub");

        await link.Send(HostileFrames.Of(
            NameFrame.Write, new NameFrame("monitor", HostileFrames.Actor("mallory", _mallory.Incarnation))));
        await said;
        _world.Hub.Tell(_world.Hub.Named("monitor"), new Note(1));
        await _world.RequireUndisturbed("frames");
        _world.Bystander.Tell(_world.Bystander.Named("monitor"), new Note(2));

        var seen = await _world.Hub.Ask<AwaitSeen, Sight>(
            monitor, new AwaitSeen(2), TimeSpan.FromSeconds(30), Cancellation);
        Assert.Equal([new Note(1), new Note(2)], seen.Seen);
    }

    [Fact]
    public async Task Member_SpeaksOfInventedMembers_KeepsNoPlaceFromAnother()
    {
        await using var hub = await HubActorSystem.StartAsync(
            TestNodes.Options("small"),
            new HubOptions { Listen = new Uri("http://127.0.0.1:0"), MaxMembers = 4 },
            Cancellation);
        var invented = Enumerable.Range(0, 4000)
            .Select(number => new Member(new NodeId($"n{number}"), 1, _mallory.Profile));
        using var link = await RawLink.Join(hub.Address, _mallory, known: [.. invented]);
        Assert.Equal(4, hub.Members.Count);

        await using var first = await TestNodes.Join(hub, TestNodes.Options("first"));
        await using var second = await TestNodes.Join(hub, TestNodes.Options("second"));

        Assert.Equal(
            [first.Node, _mallory.Node, second.Node, hub.Node], hub.Members.Select(member => member.Node));
    }

    [Fact]
    public async Task Strangers_MoreThanThereMayBe_AreTurnedAwayAndMakeRoomAgain()
    {
        List<RawLink> strangers = [];
        for (var i = 0; i < 40; i++)
        {
            if (await RawLink.TryDial(_world.Hub.Address) is { } stranger)
            {
                strangers.Add(stranger);
                Assert.NotNull(await stranger.Receive());
            }
        }

        Assert.Equal(8, strangers.Count);
        await _world.RequireUndisturbed("frames");
        strangers.ForEach(stranger => stranger.Dispose());
        await using var node = await TestNodes.Join(_world.Hub, TestNodes.Options("late"));
    }

    [Fact]
    public async Task Members_MoreThanStrangersMayBe_TakeNoneOfTheirRoom()
    {
        await using var hub = await HubActorSystem.StartAsync(
            TestNodes.Options("hub"),
            new HubOptions { Listen = new Uri("http://127.0.0.1:0"), MaxStrangers = 2 },
            Cancellation);
        List<RawLink> members = [];
        for (var i = 0; i < 10; i++)
        {
            var member = new Member(new NodeId($"member-{i}"), 1, _mallory.Profile);
            members.Add(await RawLink.Join(hub.Address, member));
            members.Add(await RawLink.Join(hub.Address, member, LinkPurpose.Bulk));
        }

        using var stranger = await RawLink.Dial(hub.Address);
        Assert.NotNull(await stranger.Receive());
        Assert.Equal(11, hub.Members.Count);
        members.ForEach(member => member.Dispose());
    }

    [Fact]
    public async Task Stranger_SaysNothing_IsLeftAloneAfterTheTimeOfAHandshake()
    {
        await using var hub = await HubActorSystem.StartAsync(
            TestNodes.Options("impatient") with { Timeouts = new NodeTimeouts(NodeTimeouts.ShortestLease) },
            new HubOptions { Listen = new Uri("http://127.0.0.1:0") },
            Cancellation);
        using var link = await RawLink.Dial(hub.Address);

        await link.ReceiveToTheEnd();
    }
}
