using System.Net.WebSockets;
using Decentral.Actors.Local;
using Decentral.Actors.Membership;
using Decentral.Actors.Nodes.Addressing;
using Decentral.Actors.Nodes.Hubs;
using Decentral.Actors.Nodes.Links;
using Decentral.Actors.Nodes.Membership;
using Decentral.Actors.Nodes.Peers;
using Decentral.Actors.Nodes.Sessions;
using Decentral.Actors.Nodes.Spokes;
using Decentral.Conformance;
using Microsoft.Extensions.Logging.Abstractions;

namespace Decentral.Actors.Nodes.Tests.Hostility;

/// <summary>Mutated frames: no exception, and no more memory than stated.</summary>
public sealed class FuzzTests
{
    /// <summary>Of one batch of some hundred bytes: a dictionary that grows, or an offer that is accepted.</summary>
    private const long MaxAllocatedBytes = 1 << 20;

    private static readonly Member Peer = new(new NodeId("peer"), 5, new MemberProfile(1, 0));
    private static readonly NodesOptions Options = TestNodes.Options("self") with
    {
        LoggerFactory = NullLoggerFactory.Instance,
        ReceiveBytes = 256 << 10,
        RelayBytes = 64 << 10,
        OutboxBytes = 64 << 10,
    };

    [Theory]
    [InlineData(1, 60_000)]
    public Task Receive_MutatedFramesAtAHub_NeitherThrowsNorAllocatesMuch(int seed, int count) => FuzzHub(seed, count);

    [Theory]
    [InlineData(1, 60_000)]
    public Task Receive_MutatedFramesAtANode_NeitherThrowsNorAllocatesMuch(int seed, int count) =>
        FuzzNode(seed, count);

    [Theory]
    [InlineData(1, 60_000)]
    public Task Receive_MutatedFramesOfAPeer_NeitherThrowsNorAllocatesMuch(int seed, int count) =>
        FuzzPeer(seed, count);

    [Theory]
    [InlineData(2, 2_500_000)]
    [Trait("Category", "Long")]
    public async Task Receive_VeryManyMutatedFrames_NeitherThrowsNorAllocatesMuch(int seed, int count)
    {
        await FuzzHub(seed, count);
        await FuzzNode(seed, count);
        await FuzzPeer(seed, count);
    }

    /// <summary>Control and bulk frames, that many of each.</summary>
    private static async Task FuzzHub(int seed, int count)
    {
        var self = new Member(Options.Node, 3, Options.Profile);
        using var board = new HubSwitchboard(
            Options, new HubOptions { Listen = new Uri("http://127.0.0.1:0") }, self);
        await using var local = Attach(board);
        var incarnation = Peer.Incarnation;
        Fuzz(board, local, seed, count, () =>
        {
            // A mutant may say that its node leaves.
            if (!board.Authority.IsMember(Peer.Node, incarnation))
            {
                var peer = Peer with { Incarnation = ++incarnation };
                Assert.Equal(AdmissionKind.Joined, board.Authority.Admit(peer, DateTimeOffset.UtcNow).Kind);
                return new Session(peer, Options);
            }

            return null;
        });
    }

    private static async Task FuzzNode(int seed, int count)
    {
        var self = new Member(Options.Node, 3, Options.Profile);
        var board = CreateNode(self);
        await using var local = Attach(board);
        var isFirst = true;
        Fuzz(board, local, seed, count, () =>
        {
            var session = isFirst ? board.Hub : null;
            isFirst = false;
            return session;
        });
    }

    /// <summary>Bulk frames over a direct link, which has no others.</summary>
    private static async Task FuzzPeer(int seed, int count)
    {
        var self = new Member(Options.Node, 3, Options.Profile);
        var board = CreateNode(self);
        await using var local = Attach(board);
        var session = new Session(Peer with { Node = new NodeId("other") }, Options) { IsDirect = true };
        Session? next = session;
        Fuzz(board, local, seed, count, () => Interlocked.Exchange(ref next, null));
    }

    private static SpokeSwitchboard CreateNode(Member self) =>
        new(Options, self, Peer, new JoinOptions { Hub = new Uri("http://127.0.0.1:1") }, new PeerTrust(null));

    private static LocalActorSystem Attach(Switchboard board)
    {
        var local = new LocalActorSystem(new LocalActorSystemOptions
        {
            Node = Options.Node,
            RemoteNodes = board,
            FirstIncarnation = NodeIncarnation.FirstOfActors(board.Self.Incarnation),
        });
        board.Attach(local);
        return local;
    }

    private static void Fuzz(Switchboard board, LocalActorSystem local, int seed, int count, Func<Session?> findNext)
    {
        var random = new Random(seed);
        var actor = local.Spawn("actor", () => new Sink(), new SpawnOptions { MailboxCapacity = 8 });
        Session session = null!;
        var control = Array.Empty<byte[]>();
        var bulk = Array.Empty<byte[]>();
        using var socket = new FrameSocket(new ClientWebSocket());
        for (var i = 0; i < count; i++)
        {
            if (findNext() is { } next)
            {
                session = next;
                Assert.True(session.ControlLink.TryOpen(socket, 0) && session.BulkLink.TryOpen(socket, 0));
                var peer = new ActorAddress(
                    session.Peer.Node, "peer", NodeIncarnation.FirstOfActors(session.Peer.Incarnation) + 1);
                control = HostileFrames.OfControl(actor.Address, peer);
                bulk = HostileFrames.OfBulk(actor.Address, peer);
            }

            if (!session.IsDirect)
            {
                Receive(board.Receive, session, Mutate(random, control));
            }

            Receive(board.Transfers.Receive, session, Mutate(random, bulk));
            session.Control.TryTake(out _);
            session.Answers.TryTake(out _);
        }
    }

    private static void Receive(Func<Session, ReadOnlyMemory<byte>, string?> receive, Session session, byte[] batch)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            receive(session, batch);
        }
        catch (Exception error)
        {
            throw new InvalidOperationException($"{Convert.ToHexString(batch)}: {error.Message}", error);
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated <= MaxAllocatedBytes, $"{allocated} bytes for {Convert.ToHexString(batch)}");
    }

    private static byte[] Mutate(Random random, byte[][] frames)
    {
        List<byte> batch = [.. frames[random.Next(frames.Length)]];
        for (var left = random.Next(4); left > 0 && batch.Count > 0; left--)
        {
            var at = random.Next(batch.Count);
            switch (random.Next(6))
            {
                case 0:
                    batch[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    batch[at] = (byte)random.Next(256);
                    break;
                case 2:
                    batch.RemoveRange(at, Math.Min(random.Next(1, 9), batch.Count - at));
                    break;
                case 3:
                    batch.Insert(at, (byte)random.Next(256));
                    break;
                case 4:
                    batch.InsertRange(at, batch.GetRange(at, Math.Min(random.Next(1, 20), batch.Count - at)));
                    break;
                default:
                    batch.AddRange(frames[random.Next(frames.Length)]);
                    break;
            }
        }

        return random.Next(3) == 0 ? [.. batch] : HostileFrames.WithRightLength([.. batch]);
    }

    private sealed class Sink : Actor, IReceive<Note>
    {
        public void Receive(Note message)
        {
        }
    }
}
