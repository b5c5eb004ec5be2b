using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using Decentral.Actors.Membership;
using Decentral.Actors.Nodes.Frames;
using Decentral.Actors.Nodes.Handshakes;

namespace Decentral.Actors.Nodes.Tests.Hostility;

/// <summary>What listens like a hub, and answers each that says who it is as the test wants it to.</summary>
internal sealed class FalseHub : IAsyncDisposable
{
    private static readonly Member Self = new(new NodeId("false"), 1, new MemberProfile(1, 0));

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ending = new();
    private readonly Func<Hello, ReadOnlyMemory<byte>> _answer;
    private readonly Task _serving;

    /// <param name="answer">The batch that a Hello is answered with.</param>
    public FalseHub(Func<Hello, ReadOnlyMemory<byte>> answer)
    {
        _answer = answer;
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _serving = ServeAsync();
    }

    public Uri Address { get; }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _serving;
        _listener.Dispose();
        _ending.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_ending.Token);
                await ServeAsync(client.GetStream());
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(Stream stream)
    {
        try
        {
            await UpgradeAsync(stream);
            using var socket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = true });
            var nonce = new byte[Challenge.NonceBytes];
            var challenge = new Challenge(
                ProtocolVersion.Oldest, ProtocolVersion.Newest, Self, nonce, DateTimeOffset.UtcNow);
            await SendAsync(socket, Handshake.Frame(Challenge.Write, challenge));
            var received = new byte[64 << 10];
            var part = await socket.ReceiveAsync(received.AsMemory(), _ending.Token);
            await SendAsync(socket, _answer(Read(received.AsMemory(0, part.Count))));

            // Until the node has heard enough.
            await socket.ReceiveAsync(received.AsMemory(), _ending.Token);
        }
        catch (Exception error) when (error is IOException or WebSocketException)
        {
            // It has.
        }
    }

    private ValueTask SendAsync(WebSocket socket, ReadOnlyMemory<byte> batch) =>
        socket.SendAsync(batch, WebSocketMessageType.Binary, endOfMessage: true, _ending.Token);

    private static Hello Read(ReadOnlyMemory<byte> batch)
    {
        var reader = Handshake.Open(
            batch, Spokes.NoReferences.Instance, TestNodes.Options("false").Limits, out var kind, out var record);
        Assert.Equal(FrameKind.Hello, kind);
        return Hello.Read(ref reader, record);
    }

    /// <summary>RFC 6455, section 4.2.</summary>
    private async Task UpgradeAsync(Stream stream)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        var key = "";
        while (await reader.ReadLineAsync(_ending.Token) is { Length: > 0 } line)
        {
            if (line.StartsWith("Sec-WebSocket-Key:", StringComparison.OrdinalIgnoreCase))
            {
                key = line["Sec-WebSocket-Key:".Length..].Trim();
            }
        }

        var accepted = Convert.ToBase64String(Sha1Of($"{key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11"));
        var response = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + $"Sec-WebSocket-Accept: {accepted}\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(response), _ending.Token);
    }

#pragma warning disable CA5350 // The protocol asks for SHA-1, where nothing hangs on it.
    private static byte[] Sha1Of(string text) => SHA1.HashData(Encoding.ASCII.GetBytes(text));
#pragma warning restore CA5350
}
