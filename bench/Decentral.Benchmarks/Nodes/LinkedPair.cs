using Decentral.Actors;
using Decentral.Actors.Nodes;
using Decentral.Actors.Nodes.Hubs;
using Decentral.Actors.Nodes.Spokes;
using Decentral.Wire.Formats;

namespace Decentral.Benchmarks.Nodes;

/// <summary>A hub and a node in one process, linked over loopback.</summary>
internal sealed class LinkedPair : IAsyncDisposable
{
    private static readonly MessageCatalogue Messages = new([new ItemFormat()]);

    private LinkedPair(HubActorSystem hub, NodeActorSystem node)
    {
        Hub = hub;
        Node = node;
    }

    public HubActorSystem Hub { get; }

    public NodeActorSystem Node { get; }

    public static async Task<LinkedPair> StartAsync()
    {
        var hub = await HubActorSystem.StartAsync(
            Options("hub"), new HubOptions { Listen = new Uri("http://127.0.0.1:0") }, CancellationToken.None);
        var node = await NodeActorSystem.JoinAsync(
            Options("node"), new JoinOptions { Hub = hub.Address }, CancellationToken.None);
        return new LinkedPair(hub, node);
    }

    public async ValueTask DisposeAsync()
    {
        await Node.DisposeAsync();
        await Hub.DisposeAsync();
    }

    internal static NodesOptions Options(string name) => new()
    {
        Node = new NodeId(name),
        Messages = Messages,
        LoggerFactory = new StandardErrorLog(name),
    };
}
