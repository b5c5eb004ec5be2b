using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Decentral.Actors.Membership;
using Decentral.Actors.Nodes.Hubs;
using Decentral.Actors.Nodes.Membership;
using Decentral.Actors.Nodes.Peers;
using Decentral.Actors.Nodes.Security;
using Decentral.Actors.Nodes.Spokes;
using Decentral.Actors.Transfers;
using Decentral.Conformance;

namespace Decentral.Actors.Nodes.Tests.Peers;

/// <summary>A hub, with keys or without, and nodes that may dial each other.</summary>
internal sealed class PeerWorld : ConformanceWorld
{
    /// <summary>Only a test that fails waits that long.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly X509Certificate2 _certificate =
        HubCertificate.Create(["127.0.0.1"], DateTimeOffset.UtcNow, TimeSpan.FromDays(1));

    private readonly ECDsa _signing = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly TokenRegister _tokens = new([]);
    private readonly List<TokenGrant> _grants = [];
    private readonly List<LinkedActorSystem> _systems = [];
    private readonly ConcurrentDictionary<NodeId, TestLog> _logs = new();
    private readonly List<NodeIdentity> _identities = [];
    private readonly Dictionary<NodeActorSystem, ActorRef> _witnesses = [];
    private readonly bool _hasKeys;
    private int _puppets;

    private PeerWorld(bool hasKeys) => _hasKeys = hasKeys;

    public HubActorSystem Hub { get; private set; } = null!;

    public override IActorSystem System => Hub;

    public override DateTimeOffset Now => DateTimeOffset.UtcNow;

    public override IReadOnlyList<DeadLetter> DeadLetters => [];

    public override IReadOnlyList<Exception> RootFailures => [];

    public static Uri Listen { get; } = new("http://127.0.0.1:0");

    public static Uri ListenByTls { get; } = new("https://127.0.0.1:0");

    /// <summary>Peers that are known by their names alone, and have nothing to hide.</summary>
    public static Task<PeerWorld> CreateOpen() => Create(Listen, hasKeys: false);

    /// <summary>Peers that prove who they are, without TLS, so that a test can speak like one.</summary>
    public static Task<PeerWorld> CreateWithKeys() => Create(Listen, hasKeys: true);

    public static Task<PeerWorld> CreateWithTls() => Create(ListenByTls, hasKeys: true);

    /// <summary>A node that has joined, of which all others have heard.</summary>
    public async Task<NodeActorSystem> Join(
        string name, PeerListening? peers = null, Func<NodesOptions, NodesOptions>? configure = null)
    {
        var log = LogOf(name);
        var options = Options(name) with { LoggerFactory = log };
        var node = await NodeActorSystem.JoinAsync(
            configure?.Invoke(options) ?? options,
            new JoinOptions { Hub = Hub.Address, Identity = _hasKeys ? CreateIdentity() : null, Peers = peers },
            TestContext.Current.CancellationToken);
        _systems.Add(node);
        _witnesses.Add(node, await Witness(node));
        foreach (var other in _witnesses.Keys)
        {
            await WhenHeard(other, node.Self);
        }

        return node;
    }

    public TestLog LogOf(string name) => _logs.GetOrAdd(new NodeId(name), _ => new TestLog(name));

    /// <summary>An identity that the hub would let in.</summary>
    public NodeIdentity CreateIdentity()
    {
        var token = JoinToken.Create(Hub.Address.Scheme == Uri.UriSchemeHttps ? HubCertificate.PinOf(_certificate) : []);
        _grants.Add(new TokenGrant(TokenRegister.DigestOf(token), DateTimeOffset.UtcNow));
        _tokens.Replace(_grants);
        var identity = new NodeIdentity(null, null, token);
        _identities.Add(identity);
        return identity;
    }

    /// <summary>Completes when a node has heard of a member.</summary>
    public async Task WhenHeard(NodeActorSystem node, Member member)
    {
        var seen = await Seen(_witnesses[node], 1);
        while (!seen.Contains(new MemberUp(member)))
        {
            seen = await Seen(_witnesses[node], seen.Length + 1);
        }
    }

    /// <summary>Sends bulk data from one node to another, and checks what arrives.</summary>
    public async Task Transfer(LinkedActorSystem from, LinkedActorSystem to, int length, Action? begun = null)
    {
        var number = Interlocked.Increment(ref _puppets);
        var receiver = to.Spawn($"receiver-{number}", () => new Puppet());
        var sender = from.Spawn($"sender-{number}", () => new Puppet());
        var memory = new CountingMemory(length, number);
        var expected = memory.Memory.ToArray();

        var transfer = await Act(sender, puppet => puppet.Engine.Transfer(
            from.Resolve(receiver.Address), new Note(number), new Payload(memory, length)));
        begun?.Invoke();
        using var arrived = Assert.IsType<Transferred<Note>>(Assert.Single(await Seen(receiver, 1)));

        Assert.True(arrived.Payload.Bytes.Span.SequenceEqual(expected));
        Assert.Equal([new TransferCompleted(transfer)], await Seen(sender, 1));
        Assert.Equal(1, memory.Released);
    }

    /// <summary>Sends little, and waits until a link is up over which more would go.</summary>
    public async Task LinkDirectly(LinkedActorSystem from, LinkedActorSystem to, LinkedActorSystem? dialler = null)
    {
        var (one, other) = dialler == to ? (to, from) : (from, to);
        var linked = LogOf(one.Node.Name).When($"Bulk data with {other.Node} goes directly");
        await Transfer(from, to, FewBytes);
        await linked;
    }

    /// <summary>
    /// Sends little, again and again: while the wait after a former link is not over it goes through the hub.
    /// </summary>
    public async Task SendUntilDirect(LinkedActorSystem from, LinkedActorSystem to)
    {
        for (var before = from.BulkBytes.Direct; from.BulkBytes.Direct == before;)
        {
            await Transfer(from, to, FewBytes);
        }
    }

    /// <summary>What <see cref="LinkDirectly"/> sends.</summary>
    public const int FewBytes = 1000;

    public override IActorSystem SystemOf(ActorRef puppet) =>
        _systems.Last(system => system.Node == puppet.Address.Node);

    public override Task<TResult> Await<TResult>(Task<TResult> task) => task.WaitAsync(Patience);

    public override void Advance(TimeSpan time) =>
        throw new NotSupportedException("This world has the clock of the machine.");

    public override async ValueTask DisposeAsync()
    {
        foreach (var system in _systems.AsEnumerable().Reverse())
        {
            await system.DisposeAsync().AsTask().WaitAsync(Patience);
        }

        _identities.ForEach(static identity => identity.Dispose());
        _certificate.Dispose();
        _signing.Dispose();
        Assert.Empty(_logs.Values.SelectMany(static log => log.Errors));
    }

    private async Task<ActorRef> Witness(NodeActorSystem node)
    {
        var witness = node.Spawn("witness", () => new Puppet());
        await Act(witness, puppet => puppet.Engine.Cluster.Subscribe());
        return witness;
    }

    private static NodesOptions Options(string name) =>
        TestNodes.Options(name) with { Timeouts = new NodeTimeouts(TimeSpan.FromSeconds(3)) };

    private static async Task<PeerWorld> Create(Uri listen, bool hasKeys)
    {
        var world = new PeerWorld(hasKeys);
        var certificate = listen.Scheme == Uri.UriSchemeHttps ? world._certificate : null;
        world.Hub = await HubActorSystem.StartAsync(
            Options("hub") with { LoggerFactory = world.LogOf("hub") },
            new HubOptions
            {
                Listen = listen,
                Keys = hasKeys
                    ? new HubKeys(world._signing, certificate, world._tokens, new RevocationRegister([]))
                    : null,
            },
            TestContext.Current.CancellationToken);
        world._systems.Add(world.Hub);
        return world;
    }
}
