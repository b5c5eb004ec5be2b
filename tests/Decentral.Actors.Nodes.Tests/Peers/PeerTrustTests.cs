using System.Security.Cryptography;
using Decentral.Actors.Membership;
using Decentral.Actors.Nodes.Handshakes;
using Decentral.Actors.Nodes.Peers;
using Decentral.Actors.Nodes.Security;
using Decentral.Actors.Nodes.Spokes;
using Decentral.Actors.Nodes.Tests.Hostility;

namespace Decentral.Actors.Nodes.Tests.Peers;

/// <summary>Whom a node takes a direct link from, and whom it dials one to.</summary>
public sealed class PeerTrustTests
{
    private static readonly Member Left = new(new NodeId("left"), 3, new MemberProfile(1, 0));
    private static readonly Member Right = Left with { Node = new NodeId("right") };

    public static TheoryData<string, string> Faults => new()
    {
        { "none", "" },
        { "no proof", "no proof" },
        { "key of another", "another key" },
        { "no key known", "has not said" },
        { "signed by another", "somebody stands between" },
        { "nonce of another connection", "somebody stands between" },
        { "nonce of another dialler", "somebody stands between" },
        { "TLS of another", "somebody stands between" },
        { "said by the other side", "somebody stands between" },
        { "another incarnation", "somebody stands between" },
        { "for another node", "somebody stands between" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void FindFault_Proof_IsFoundOut(string what, string reason)
    {
        using var identity = new NodeIdentity(null, null, null);
        using var other = new NodeIdentity(null, null, null);
        var key = what == "no key known" ? [] : SHA256.HashData(identity.PublicKey);
        var claim = new PeerClaim(Right, Nonce(1), Left, Nonce(2), Nonce(3));
        var said = what switch
        {
            "nonce of another connection" => claim with { AcceptorNonce = Nonce(4) },
            "nonce of another dialler" => claim with { DiallerNonce = Nonce(4) },
            "TLS of another" => claim with { Channel = Nonce(4) },
            "another incarnation" => claim with { Dialler = Left with { Incarnation = 4 } },
            "for another node" => claim with { Acceptor = Right with { Node = new NodeId("third") } },
            _ => claim,
        };
        var side = what == "said by the other side" ? PeerSide.Acceptor : PeerSide.Dialler;
        var bytes = new PeerTrust(what == "key of another" ? other : identity).Prove(said, side);
        var proof = what == "no proof" ? PeerProof.Read([1, 2, 3]) : PeerProof.Read(bytes);
        proof = what == "signed by another" ? proof! with { Signature = other.Sign(said.Statement(side)) } : proof;

        var fault = new PeerTrust(other).FindFault(claim, PeerSide.Dialler, new PeerContact(key, []), proof);

        Assert.Equal(reason.Length == 0, fault is null);
        Assert.Contains(reason, fault ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dial_WithTheKeyOfAnother_IsRefused()
    {
        await using var world = await PeerWorld.CreateWithKeys();
        var left = await world.Join("left");
        var right = await Listener(world);

        var refusal = await Introduce(right, left.Self, world.CreateIdentity());

        Assert.Equal(RefusalKind.Credential, refusal.Kind);
        Assert.Contains("another key", refusal.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dial_WithoutAProof_IsRefused()
    {
        await using var world = await PeerWorld.CreateWithKeys();
        var left = await world.Join("left");
        var right = await Listener(world);

        var refusal = await Introduce(right, left.Self, null);

        Assert.Contains("no proof", refusal.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dial_AsAnotherIncarnation_IsRefused()
    {
        await using var world = await PeerWorld.CreateOpen();
        var left = await world.Join("left");
        var right = await Listener(world);

        var refusal = await Introduce(right, left.Self with { Incarnation = left.Self.Incarnation - 1 }, null);

        Assert.Equal(RefusalKind.NotNow, refusal.Kind);
        Assert.Contains("not a member of that incarnation", refusal.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hub")]
    [InlineData("right")]
    [InlineData("nobody")]
    public async Task Dial_AsOneWhoIsNoPeer_IsRefused(string name)
    {
        await using var world = await PeerWorld.CreateOpen();
        var right = await Listener(world);
        var incarnation = name == "hub" ? world.Hub.Self.Incarnation : right.Self.Incarnation;

        var refusal = await Introduce(right, new Member(new NodeId(name), incarnation, Left.Profile), null);

        Assert.Contains("not a member of that incarnation", refusal.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Dial_AsIfItWereAHub_IsRefused(bool isForBulk)
    {
        await using var world = await PeerWorld.CreateOpen();
        var left = await world.Join("left");
        var right = await Listener(world);

        var refusal = await Introduce(
            right, left.Self, null, isForBulk ? LinkPurpose.Bulk : LinkPurpose.Control);

        Assert.Contains("as if that were its hub", refusal.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dial_HubAsIfItWereAPeer_IsRefused()
    {
        await using var world = await PeerWorld.CreateOpen();
        var left = await world.Join("left");

        var refusal = await Introduce(world.Hub.Address, left.Self, null, LinkPurpose.Peer);

        Assert.Contains("as if that were one of its peers", refusal.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Transfer_SomebodyElseAnswersThere_GoesThroughTheHub()
    {
        await using var world = await PeerWorld.CreateOpen();
        await using var impostor = new FalseHub(hello => Handshake.Frame(
            Welcome.Write, new Welcome(TimeSpan.FromSeconds(3), [], [])));
        var left = await world.Join("left");
        var right = await world.Join(
            "right", new PeerListening { Listen = PeerWorld.Listen, Advertised = impostor.Address });
        var told = world.LogOf("left").When("it is 'false' of incarnation 1 that answers there");

        await world.Transfer(left, right, 100_000);

        await told;
        Assert.Equal(0, left.BulkBytes.Direct);
    }

    [Fact]
    public async Task Transfer_SomebodyStandsBetween_GoesThroughTheHub()
    {
        await using var world = await PeerWorld.CreateWithTls();
        await using var interceptor = new Interceptor();
        var left = await world.Join("left");
        var right = await world.Join(
            "right", new PeerListening { Listen = PeerWorld.ListenByTls, Advertised = interceptor.Address });
        interceptor.StandBefore(right.PeerListener!);
        var told = world.LogOf("left").When("somebody stands between");

        await world.Transfer(left, right, 100_000);

        await told;
        Assert.Equal(0, left.BulkBytes.Direct);
        Assert.Equal(0, right.BulkBytes.Direct);
    }

    private static byte[] Nonce(byte value) => [.. Enumerable.Repeat(value, PeerClaim.NonceBytes)];

    private static Task<NodeActorSystem> Listener(PeerWorld world) =>
        world.Join("right", new PeerListening { Listen = PeerWorld.Listen });

    private static Task<Refusal> Introduce(
        NodeActorSystem listener,
        Member dialler,
        NodeIdentity? identity,
        LinkPurpose purpose = LinkPurpose.Peer) => Introduce(listener.PeerListener!, dialler, identity, purpose);

    /// <summary>Dials, proves what it can for exactly that connection, and is refused.</summary>
    private static async Task<Refusal> Introduce(
        Uri listener, Member dialler, NodeIdentity? identity, LinkPurpose purpose)
    {
        using var link = await RawLink.Dial(listener);
        var challenge = RawLink.Read(await link.Receive(), Challenge.Read);
        var claim = new PeerClaim(challenge.Hub, challenge.Nonce, dialler, Nonce(2), []);
        var proof = new PeerTrust(identity).Prove(claim, PeerSide.Dialler);
        await link.Send(Handshake.Frame(Hello.Write, new Hello(ProtocolVersion.Newest, purpose, dialler, [], proof)));
        var refusal = RawLink.Read(await link.Receive(), Refusal.Read);
        await link.ReceiveToTheEnd();
        return refusal;
    }
}
