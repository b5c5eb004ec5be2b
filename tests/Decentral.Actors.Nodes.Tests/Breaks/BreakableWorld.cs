using Decentral.Actors.Membership;
using Decentral.Actors.Nodes.Addressing;
using Decentral.Actors.Nodes.Hubs;
using Decentral.Actors.Nodes.Membership;
using Decentral.Actors.Nodes.Spokes;
using Decentral.Conformance;

namespace Decentral.Actors.Nodes.Tests.Breaks;

/// <summary>A hub, a node at the end of a cable, and another with a sound link.</summary>
internal sealed class BreakableWorld : ConformanceWorld
{
    /// <summary>Only a test that fails waits that long.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly NodeTimeouts _times;
    private readonly List<LinkedActorSystem> _systems = [];
    private readonly List<Cable> _cables = [];

    private BreakableWorld(NodeTimeouts times) => _times = times;

    public HubActorSystem Hub { get; private set; } = null!;

    /// <summary>At the end of the cable.</summary>
    public NodeActorSystem Near { get; private set; } = null!;

    public NodeActorSystem Other { get; private set; } = null!;

    public Cable Cable { get; private set; } = null!;

    public TestLog HubLog { get; private set; } = new("hub");

    public override IActorSystem System => Near;

    public override DateTimeOffset Now => DateTimeOffset.UtcNow;

    public override IReadOnlyList<DeadLetter> DeadLetters => [];

    public override IReadOnlyList<Exception> RootFailures => [];

    /// <summary>A world in which cuts are short beside the lease.</summary>
    public static Task<BreakableWorld> Create() => Create(TimeSpan.FromSeconds(12));

    public static async Task<BreakableWorld> Create(TimeSpan lease)
    {
        var world = new BreakableWorld(new NodeTimeouts(lease));
        await world.StartHub(new Uri("http://127.0.0.1:0"));
        world.Cable = world.Lay();
        world.Near = await world.Join("near", world.Cable.Address);
        world.Other = await world.Join("other", world.Hub.Address);
        return world;
    }

    public async Task StartHub(Uri listen)
    {
        HubLog = new TestLog("hub");
        Hub = await HubActorSystem.StartAsync(
            Options("hub", HubLog), new HubOptions { Listen = listen }, TestContext.Current.CancellationToken);
        _systems.Add(Hub);
    }

    public Cable Lay()
    {
        var cable = new Cable(Hub.Address);
        _cables.Add(cable);
        return cable;
    }

    public Task<NodeActorSystem> Join(string name, Uri hub) => Join(Options(name, new TestLog(name)), hub);

    public async Task<NodeActorSystem> Join(NodesOptions options, Uri hub)
    {
        var node = await NodeActorSystem.JoinAsync(
            options, new JoinOptions { Hub = hub }, TestContext.Current.CancellationToken);
        _systems.Add(node);
        return node;
    }

    public NodesOptions Options(string name, TestLog log) =>
        TestNodes.Options(name) with { Timeouts = _times, LoggerFactory = log };

    public override IActorSystem SystemOf(ActorRef puppet) =>
        _systems.Last(system => system.Node == puppet.Address.Node && system.Self.Incarnation == IncarnationOf(puppet));

    public ActorRef SpawnPuppet(LinkedActorSystem on, string name, SpawnOptions? options = null) =>
        on.Spawn(name, () => new Puppet(), options);

    /// <summary>
    /// Tells again until it has arrived: what is told while a link is down is lost, as the contract says.
    /// </summary>
    public async Task TellUntilSeen(LinkedActorSystem from, Func<ActorRef> receiver, ActorRef seenBy, Note note)
    {
        for (var count = 1; ; count++)
        {
            from.Tell(receiver(), note);
            if ((await Act(seenBy, puppet => puppet.Remembered.ToArray())).Contains(note))
            {
                return;
            }
        }
    }

    public override Task<TResult> Await<TResult>(Task<TResult> task) => task.WaitAsync(Patience);

    /// <summary>Completes when a puppet that has subscribed hears of the loss of a node.</summary>
    public async Task<Func<Task<MemberLost>>> ExpectLoss(LinkedActorSystem at)
    {
        var witness = SpawnPuppet(at, $"witness-{_systems.Count}-{Guid.NewGuid():N}");
        await Act(witness, puppet => puppet.Engine.Cluster.Subscribe());
        return async () => await FindLoss(witness);
    }

    public override void Advance(TimeSpan time) =>
        throw new NotSupportedException("This world has the clock of the machine.");

    public async Task End(LinkedActorSystem system)
    {
        _systems.Remove(system);
        await system.DisposeAsync().AsTask().WaitAsync(Patience);
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (var cable in _cables)
        {
            await cable.DisposeAsync().AsTask().WaitAsync(Patience);
        }

        foreach (var system in _systems.AsEnumerable().Reverse())
        {
            await system.DisposeAsync().AsTask().WaitAsync(Patience);
        }

        Assert.Empty(HubLog.Errors);
    }

    // It may hear of members that have just joined before.
    private async Task<MemberLost> FindLoss(ActorRef witness)
    {
        var seen = await Seen(witness, 1);
        while (!seen.OfType<MemberLost>().Any())
        {
            seen = await Seen(witness, seen.Length + 1);
        }

        return seen.OfType<MemberLost>().Single();
    }

    private static long IncarnationOf(ActorRef actor) =>
        NodeIncarnation.OfActor(actor.Address.Incarnation);
}
