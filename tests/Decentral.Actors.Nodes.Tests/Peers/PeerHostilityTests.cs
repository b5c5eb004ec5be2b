using Decentral.Actors.Membership;
using Decentral.Actors.Nodes.Frames;
using Decentral.Actors.Nodes.Handshakes;
using Decentral.Actors.Nodes.Peers;
using Decentral.Actors.Nodes.Spokes;
using Decentral.Actors.Nodes.Tests.Hostility;
using Decentral.Actors.Nodes.Transfers;

namespace Decentral.Actors.Nodes.Tests.Peers;

/// <summary>Whatever a peer sends over a direct link costs it that link at most.</summary>
public sealed class PeerHostilityTests
{
    private static readonly Member Mallory = new(new NodeId("mallory"), 1, new MemberProfile(1, 0));

    /// <summary>What a peer may not send, and a part of the reason that the other gives.</summary>
    public static TheoryData<string, byte[], string> Violations
    {
        get
        {
            var route = new TransferRoute(new NodeId("right"), Mallory.Node, new TransferKey(1, 1));
            var right = HostileFrames.Actor("right");
            var mallory = HostileFrames.Actor("mallory");
            return new()
            {
                { "garbage", [0xC1, 0xFF, 0x00, 0x13, 0x37], "wrong length" },
                { "no record", [1, 0, 0, 0, 0xC1], "expected a record" },
                { "unknown kind", HostileFrames.Kind(99), "FrameKind" },
                { "Tell", HostileFrames.Tell(right, mallory), "it sent a Tell frame" },
                {
                    "Watch", HostileFrames.Of(WatchFrame.Write, new WatchFrame(FrameKind.Watch, right, mallory)),
                    "it sent a Watch frame"
                },
                { "verdict", HostileFrames.Member(FrameKind.MemberLost, Mallory), "it sent a MemberLost frame" },
                { "news", HostileFrames.Member(FrameKind.MemberUp, Mallory), "it sent a MemberUp frame" },
                {
                    "name", HostileFrames.Of(NameFrame.Write, new NameFrame("name", mallory)), "it sent a Name frame"
                },
                { "no route", HostileFrames.Kind((int)FrameKind.Chunk), "text" },
                {
                    "in the name of another",
                    HostileFrames.Chunk(route with { From = new NodeId("left") }, 0, [1, 2, 3]),
                    "in the name of 'left'"
                },
                {
                    "to be passed on", HostileFrames.Chunk(route with { To = new NodeId("left") }, 0, [1, 2, 3]),
                    "for 'left', to which this node passes nothing on"
                },
                {
                    "to be passed on to the hub", HostileFrames.Offer(route with { To = new NodeId("hub") }, right, 10),
                    "for 'hub', to which this node passes nothing on"
                },
                { "negative length", HostileFrames.Offer(route, right, -1), "expected a length" },
                {
                    "an offer in the name of another's actor", HostileFrames.Offer(route, right, 10, HostileFrames.Actor("left")),
                    "bulk data in the name of 'left'"
                },
            };
        }
    }

    [Theory]
    [MemberData(nameof(Violations), DisableDiscoveryEnumeration = true)]
    public async Task Peer_SendsWhatItMayNot_LosesItsLinkWithTheReason(string what, byte[] batch, string reason)
    {
        await using var world = await PeerWorld.CreateOpen();
        var (left, right) = (await world.Join("left"), await Listener(world));
        using var control = await Join(world, right);
        using var link = await RawLink.Join(right.PeerListener!, Mallory, LinkPurpose.Peer);
        var said = world.LogOf("right").When(reason);

        await link.Send(batch);

        await link.ReceiveToTheEnd();
        await said;
        await world.Transfer(left, right, 100_000);
        TestContext.Current.TestOutputHelper?.WriteLine(what);
    }

    [Fact]
    public async Task Peer_IsPutOut_LosesItsLink()
    {
        await using var world = await PeerWorld.CreateOpen();
        var right = await Listener(world);
        using var control = await Join(world, right);
        using var link = await RawLink.Join(right.PeerListener!, Mallory, LinkPurpose.Peer);

        await control.Send(HostileFrames.Of(LeaveFrame.Write, new LeaveFrame("it has seen enough.")));

        await link.ReceiveToTheEnd();
        using var again = await RawLink.Join(right.PeerListener!, Mallory, LinkPurpose.Peer);
        await again.ReceiveToTheEnd();
    }

    [Fact]
    public async Task Peer_DialsAgain_TheNewestLinkHolds()
    {
        await using var world = await PeerWorld.CreateOpen();
        var right = await Listener(world);
        using var control = await Join(world, right);
        using var first = await RawLink.Join(right.PeerListener!, Mallory, LinkPurpose.Peer);

        using var second = await RawLink.Join(right.PeerListener!, Mallory, LinkPurpose.Peer);

        await first.ReceiveToTheEnd();
        Assert.NotNull(await second.Receive());
    }

    [Fact]
    public async Task Strangers_MoreThanThereMayBe_AreTurnedAwayAndMakeRoomAgain()
    {
        await using var world = await PeerWorld.CreateOpen();
        var left = await world.Join("left");
        var right = await world.Join("right", new PeerListening { Listen = PeerWorld.Listen, MaxStrangers = 4 });
        List<RawLink> strangers = [];
        for (var i = 0; i < 20; i++)
        {
            if (await RawLink.TryDial(right.PeerListener!) is { } stranger)
            {
                strangers.Add(stranger);
                Assert.NotNull(await stranger.Receive());
            }
        }

        Assert.Equal(4, strangers.Count);
        await world.Transfer(left, right, 100_000);
        strangers.ForEach(stranger => stranger.Dispose());
        await world.SendUntilDirect(left, right);
    }

    [Fact]
    public async Task Stranger_SaysNothing_IsLeftAloneAfterTheTimeOfAHandshake()
    {
        await using var world = await PeerWorld.CreateOpen();
        var right = await world.Join(
            "right",
            new PeerListening { Listen = PeerWorld.Listen },
            options => options with { Timeouts = new(TimeSpan.FromMilliseconds(300)) });
        using var link = await RawLink.Dial(right.PeerListener!);

        await link.ReceiveToTheEnd();
    }

    /// <summary>Makes Mallory a member, of which the listener has heard.</summary>
    private static async Task<RawLink> Join(PeerWorld world, NodeActorSystem listener)
    {
        var link = await RawLink.Join(world.Hub.Address, Mallory);
        await world.WhenHeard(listener, Mallory);
        return link;
    }

    private static Task<NodeActorSystem> Listener(PeerWorld world) =>
        world.Join("right", new PeerListening { Listen = PeerWorld.Listen });
}
