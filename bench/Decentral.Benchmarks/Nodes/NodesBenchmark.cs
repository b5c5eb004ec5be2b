using System.Buffers;
using System.Diagnostics;
using Decentral.Actors;
using Decentral.Actors.Local;
using Decentral.Actors.Nodes.Hubs;
using Decentral.Actors.Transfers;
using Decentral.Benchmarks.Actors;
using Decentral.Benchmarks.Measuring;

namespace Decentral.Benchmarks.Nodes;

/// <summary>
/// The engine of several nodes over loopback: small messages, bulk data, and what the one does to the other.
/// </summary>
internal static class NodesBenchmark
{
    private const int Messages = 262_144;
    private const int Window = 1024;
    private const int BulkBytes = 1 << 30;
    private const int PayloadBytes = 64 << 10;
    private const int Payloads = 4096;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan BetweenPings = TimeSpan.FromMilliseconds(5);

    public static IEnumerable<string> Run(int turns)
    {
        yield return CompareMessages(turns).GetAwaiter().GetResult();
        yield return CompareBulk(turns).GetAwaiter().GetResult();
        yield return ComparePayloads(turns).GetAwaiter().GetResult();
        yield return CompareWays(turns).GetAwaiter().GetResult();
        yield return MeasureRoundTrips().GetAwaiter().GetResult();
    }

    private static async Task<string> CompareMessages(int turns)
    {
        await using var local = new LocalActorSystem();
        await using var pair = await LinkedPair.StartAsync();
        var nearby = local.Spawn("receiver", () => new ReceiverActor(Window));
        var inside = local.Spawn("sender", () => new SenderActor(nearby, Window));
        var remote = pair.Hub.Resolve(pair.Node.Spawn("receiver", () => new ReceiverActor(Window)).Address);
        var across = pair.Hub.Spawn("sender", () => new SenderActor(remote, Window));
        return new Comparison(
            $"small messages from hub to node, windows of {Window}",
            "message",
            Contender.InProcess("Decentral.Actors.Local", Messages, () => Exchange(local, inside)),
            [Contender.InProcess("Decentral.Actors.Nodes", Messages, () => Exchange(pair.Hub, across))]).Run(turns);
    }

    private static async Task<string> CompareBulk(int turns)
    {
        await using var loop = await WebSocketLoop.StartAsync();
        await using var pair = await LinkedPair.StartAsync();
        var receiver = pair.Hub.Resolve(pair.Node.Spawn("receiver", () => new BulkReceiverActor()).Address);
        var sender = pair.Hub.Spawn("sender", () => new BulkSenderActor(receiver));
        using var payload = Bulk();
        return new Comparison(
            $"{BulkBytes:N0} bytes from hub to node",
            "byte",
            Contender.InProcess("Kestrel WebSocket", BulkBytes, () => loop.MoveAsync(BulkBytes).Wait()),
            [Contender.InProcess("Transfer", BulkBytes, () => Send(pair.Hub, sender, payload).Wait())]).Run(turns);
    }

    private static async Task<string> ComparePayloads(int turns)
    {
        const int Bytes = PayloadBytes * Payloads;
        await using var loop = await WebSocketLoop.StartAsync();
        await using var pair = await LinkedPair.StartAsync();
        var receiver = pair.Hub.Resolve(pair.Node.Spawn("receiver", () => new BulkReceiverActor()).Address);
        var sender = pair.Hub.Spawn("sender", () => new BulkSenderActor(receiver));
        using var payload = Bulk(PayloadBytes);
        return new Comparison(
            $"{Payloads:N0} payloads of {PayloadBytes:N0} bytes from hub to node",
            "byte",
            Contender.InProcess("Kestrel WebSocket, all at once", Bytes, () => loop.MoveAsync(Bytes).Wait()),
            [Contender.InProcess("a Transfer each", Bytes, () => Send(pair.Hub, sender, payload, Payloads).Wait())]).Run(turns);
    }

    private static async Task<string> CompareWays(int turns)
    {
        await using var relayed = await PeerPair.StartAsync(listens: false);
        await using var direct = await PeerPair.StartAsync(listens: true);
        using var payload = Bulk();

        // The link is dialled beside the first bytes.
        await direct.SendAsync(payload);
        var measured = new Comparison(
            $"{BulkBytes:N0} bytes from node to node",
            "byte",
            Contender.InProcess("through the hub", BulkBytes, () => relayed.SendAsync(payload).Wait()),
            [Contender.InProcess("directly", BulkBytes, () => direct.SendAsync(payload).Wait())]).Run(turns);
        return direct.BytesRelayed < BulkBytes
            ? measured
            : throw new InvalidOperationException($"{direct.BytesRelayed:N0} bytes went through the hub.");
    }

    private static async Task<string> MeasureRoundTrips()
    {
        await using var pair = await LinkedPair.StartAsync();
        var receiver = pair.Hub.Resolve(pair.Node.Spawn("receiver", () => new BulkReceiverActor()).Address);
        var sender = pair.Hub.Spawn("sender", () => new BulkSenderActor(receiver));
        using var payload = Bulk();
        await Send(pair.Hub, sender, payload);
        var table = new MarkdownTable(
            "small messages there and back, every 5 ms", "number", "median", "99th percentile", "longest");
        Add(table, "with nothing else", await Ping(pair, receiver, Task.Delay(TimeSpan.FromSeconds(3))));
        Add(table, "beside bulk data", await Ping(pair, receiver, SendSeveral(pair, sender, payload)));
        using var small = Bulk(PayloadBytes);
        Add(
            table,
            $"beside payloads of {PayloadBytes:N0} bytes",
            await Ping(pair, receiver, Send(pair.Hub, sender, small, 4 * Payloads)));
        return table.ToString();
    }

    private static async Task SendSeveral(LinkedPair pair, ActorRef sender, Payload payload)
    {
        for (var i = 0; i < 4; i++)
        {
            await Send(pair.Hub, sender, payload);
        }
    }

    private static async Task<List<TimeSpan>> Ping(LinkedPair pair, ActorRef receiver, Task meanwhile)
    {
        List<TimeSpan> trips = [];
        while (!meanwhile.IsCompleted)
        {
            var began = Stopwatch.GetTimestamp();
            await pair.Hub.Ask<Item, Item>(receiver, new Item(trips.Count), Patience);
            trips.Add(Stopwatch.GetElapsedTime(began));
            await Task.Delay(BetweenPings);
        }

        await meanwhile;
        trips.Sort();
        return trips;
    }

    private static void Add(MarkdownTable table, string name, List<TimeSpan> trips) => table.Add(
        name,
        $"{trips.Count}",
        $"{trips[trips.Count / 2].TotalMilliseconds:0.00} ms",
        $"{trips[(int)(trips.Count * 0.99)].TotalMilliseconds:0.00} ms",
        $"{trips[^1].TotalMilliseconds:0.00} ms");

    private static void Exchange(IActorSystem system, ActorRef sender) =>
        system.Ask<Begin, Finished>(sender, new Begin(Messages), Patience).Wait();

    private static Task<Finished> Send(HubActorSystem hub, ActorRef sender, Payload payload, int count = 1) =>
        hub.Ask<SendBulk, Finished>(sender, new SendBulk(payload.Share(), count), Patience);

    private static Payload Bulk(int bytes = BulkBytes)
    {
        var memory = MemoryPool<byte>.Shared.Rent(bytes);
        new Random(1).NextBytes(memory.Memory.Span[..Math.Min(bytes, 1 << 20)]);
        return new Payload(memory, bytes);
    }
}
