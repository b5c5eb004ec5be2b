using Decentral.Actors;
using Decentral.Actors.Nodes.Hubs;
using Decentral.Actors.Nodes.Peers;
using Decentral.Actors.Nodes.Spokes;
using Decentral.Actors.Transfers;
using Decentral.Benchmarks.Actors;

namespace Decentral.Benchmarks.Nodes;

/// <summary>Two nodes of one hub in one process, of which one sends bulk data to the other.</summary>
internal sealed class PeerPair : IAsyncDisposable
{
    private static readonly Uri Loopback = new("http://127.0.0.1:0");
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly HubActorSystem _hub;
    private readonly NodeActorSystem _from;
    private readonly NodeActorSystem _to;
    private readonly ActorRef _sender;

    private PeerPair(HubActorSystem hub, NodeActorSystem from, NodeActorSystem to)
    {
        (_hub, _from, _to) = (hub, from, to);
        var receiver = from.Resolve(to.Spawn("receiver", () => new BulkReceiverActor()).Address);
        _sender = from.Spawn("sender", () => new BulkSenderActor(receiver));
    }

    /// <summary>Bytes that the hub has passed on.</summary>
    public long BytesRelayed => _hub.BulkBytes.Relayed;

    /// <param name="listens">Whether the one that receives can be dialled by the other.</param>
    public static async Task<PeerPair> StartAsync(bool listens)
    {
        var hub = await HubActorSystem.StartAsync(
            LinkedPair.Options("hub"), new HubOptions { Listen = Loopback }, CancellationToken.None);
        var peers = listens ? new PeerListening { Listen = Loopback } : null;
        var to = await NodeActorSystem.JoinAsync(
            LinkedPair.Options("to"), new JoinOptions { Hub = hub.Address, Peers = peers }, CancellationToken.None);
        var from = await NodeActorSystem.JoinAsync(
            LinkedPair.Options("from"), new JoinOptions { Hub = hub.Address }, CancellationToken.None);
        return new PeerPair(hub, from, to);
    }

    public Task<Finished> SendAsync(Payload payload) =>
        _from.Ask<SendBulk, Finished>(_sender, new SendBulk(payload.Share()), Patience);

    public async ValueTask DisposeAsync()
    {
        await _from.DisposeAsync();
        await _to.DisposeAsync();
        await _hub.DisposeAsync();
    }
}
