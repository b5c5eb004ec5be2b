using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Decentral.EndToEnd.Nodes;

/// <summary>
/// Lies between a node and its hub, passes on whatever comes and keeps it, with what the kernel has counted on its sockets.
/// </summary>
internal sealed class Tap : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ending = new();
    private readonly List<Task<TappedLink>> _links = [];
    private readonly int _hubPort;
    private readonly Task _accepting;

    public Tap(Uri hub)
    {
        _hubPort = hub.Port;
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _accepting = AcceptAsync();
    }

    /// <summary>For the node to dial.</summary>
    public Uri Address { get; }

    /// <summary>All connections that there were, once both ends have ended theirs.</summary>
    public async Task<TappedLink[]> TakeLinks()
    {
        await _ending.CancelAsync();
        await _accepting;
        return await Task.WhenAll(_links);
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _accepting;
        _listener.Dispose();
        _ending.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _links.Add(CarryAsync(await _listener.AcceptSocketAsync(_ending.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            // Nobody dials any more.
        }
    }

    private async Task<TappedLink> CarryAsync(Socket node)
    {
        using (node)
        using (var hub = new Socket(SocketType.Stream, ProtocolType.Tcp))
        {
            node.NoDelay = hub.NoDelay = true;
            await hub.ConnectAsync(IPAddress.Loopback, _hubPort);
            var directions = await Task.WhenAll(PassOnAsync(node, hub), PassOnAsync(hub, node));
            return new TappedLink(directions[0], directions[1]);
        }
    }

    private static async Task<TappedBytes> PassOnAsync(Socket from, Socket to)
    {
        var kept = new MemoryStream();
        var buffer = new byte[64 << 10];
        try
        {
            while (await from.ReceiveAsync(buffer) is var count and > 0)
            {
                kept.Write(buffer, 0, count);
                await TrySendAsync(to, buffer.AsMemory(0, count));
            }
        }
        catch (SocketException)
        {
            // The one at that end has cut it, as it does when the other's farewell takes too long.
        }

        Finish(to);
        return new TappedBytes(kept.ToArray(), ReceivedByTheKernel(from));
    }

    /// <summary>What the one at the other end does not take any more is kept all the same.</summary>
    private static async Task TrySendAsync(Socket to, ReadOnlyMemory<byte> bytes)
    {
        try
        {
            while (bytes.Length > 0)
            {
                bytes = bytes[await to.SendAsync(bytes)..];
            }
        }
        catch (SocketException)
        {
            // It hears of it by its own connection.
        }
    }

    private static void Finish(Socket to)
    {
        try
        {
            to.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // It was faster.
        }
    }

    /// <summary>The field tcpi_bytes_received of TCP_INFO.</summary>
    private static long ReceivedByTheKernel(Socket socket)
    {
        const int Tcp = 6;
        const int TcpInfo = 11;
        const int BytesReceived = 128;
        Span<byte> info = stackalloc byte[BytesReceived + sizeof(long)];
        socket.GetRawSocketOption(Tcp, TcpInfo, info);
        return BinaryPrimitives.ReadInt64LittleEndian(info[BytesReceived..]);
    }
}
