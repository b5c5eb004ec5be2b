using Decentral.Actors.Nodes.Hubs;
using Decentral.Conformance.Linked;

namespace Decentral.Actors.Nodes.Tests;

/// <summary>Two nodes over loopback, of which either may be the hub, or which both dial one.</summary>
internal sealed class LinkedNodesWorld : LinkedWorld
{
    /// <summary>Only a test that fails waits that long.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HubActorSystem _hub;
    private readonly LinkedActorSystem _here;
    private readonly LinkedActorSystem _there;

    private LinkedNodesWorld(HubActorSystem hub, LinkedActorSystem here, LinkedActorSystem there)
    {
        _hub = hub;
        _here = here;
        _there = there;
    }

    public override IActorSystem System => _here;

    public override IActorSystem There => _there;

    public override DateTimeOffset Now => DateTimeOffset.UtcNow;

    public override IReadOnlyList<DeadLetter> DeadLetters => [];

    public override IReadOnlyList<Exception> RootFailures => [];

    public static Task<LinkedWorld> FromHubToNode() => FromHubTo(TestNodes.Options("node"));

    public static Task<LinkedWorld> FromNodeToHub() => ToHubFrom(TestNodes.Options("node"));

    public static async Task<LinkedWorld> FromHubTo(NodesOptions node)
    {
        var hub = await TestNodes.StartHub(TestNodes.Options("hub"));
        return new LinkedNodesWorld(hub, hub, await TestNodes.Join(hub, node));
    }

    public static async Task<LinkedWorld> ToHubFrom(NodesOptions node)
    {
        var hub = await TestNodes.StartHub(TestNodes.Options("hub"));
        return new LinkedNodesWorld(hub, await TestNodes.Join(hub, node), hub);
    }

    public static async Task<LinkedWorld> FromNodeToNode()
    {
        var hub = await TestNodes.StartHub(TestNodes.Options("hub"));
        var here = await TestNodes.Join(hub, TestNodes.Options("here"));
        var there = await TestNodes.Join(hub, TestNodes.Options("there"));
        return new LinkedNodesWorld(hub, here, there);
    }

    /// <summary>Both can be dialled by the other for bulk data.</summary>
    public static async Task<LinkedWorld> FromPeerToPeer()
    {
        var hub = await TestNodes.StartHub(TestNodes.Options("hub"));
        var here = await TestNodes.Join(hub, TestNodes.Options("here"), TestNodes.Peers);
        var there = await TestNodes.Join(hub, TestNodes.Options("there"), TestNodes.Peers);
        return new LinkedNodesWorld(hub, here, there);
    }

    public override ActorRef SeenFrom(IActorSystem node, ActorRef actor) =>
        ((LinkedActorSystem)node).Resolve(actor.Address);

    public override void LetTravel()
    {
    }

    public override Task EndThere() => _there.DisposeAsync().AsTask().WaitAsync(Patience);

    public override Task<TResult> Await<TResult>(Task<TResult> task) => task.WaitAsync(Patience);

    public override void Advance(TimeSpan time) =>
        throw new NotSupportedException("This world has the clock of the machine.");

    public override async ValueTask DisposeAsync()
    {
        foreach (var system in new[] { _here, _there, _hub }.Distinct())
        {
            await system.DisposeAsync().AsTask().WaitAsync(Patience);
        }
    }
}
