using Decentral.Actors.Nodes.Hubs;
using Decentral.Actors.Nodes.Peers;
using Decentral.Actors.Nodes.Spokes;
using Decentral.Actors.Nodes.Tests.Formats;
using Decentral.Wire.Formats;

namespace Decentral.Actors.Nodes.Tests;

internal static class TestNodes
{
    public static MessageCatalogue Messages { get; } = new([new NoteFormat()]);

    public static NodesOptions Options(string node) => new()
    {
        Node = new NodeId(node),
        Messages = Messages,
        LoggerFactory = new TestLog(node),
    };

    public static Task<HubActorSystem> StartHub(NodesOptions options) => HubActorSystem.StartAsync(
        options, new HubOptions { Listen = new Uri("http://127.0.0.1:0") }, TestContext.Current.CancellationToken);

    /// <summary>For whoever may be dialled by its peers.</summary>
    public static PeerListening Peers { get; } = new() { Listen = new Uri("http://127.0.0.1:0") };

    public static Task<NodeActorSystem> Join(HubActorSystem hub, NodesOptions options, PeerListening? peers = null) =>
        NodeActorSystem.JoinAsync(
            options, new JoinOptions { Hub = hub.Address, Peers = peers }, TestContext.Current.CancellationToken);
}
