using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Decentral.Benchmarks.Nodes;

/// <summary>
/// What Kestrel's WebSockets move over loopback with nothing around them: the server sends, a client reads.
/// </summary>
internal sealed class WebSocketLoop : IAsyncDisposable
{
    private const int MessageBytes = 256 << 10;

    private readonly WebApplication _application;
    private readonly SemaphoreSlim _wanted = new(0);
    private readonly ClientWebSocket _client = new();
    private readonly byte[] _received = new byte[MessageBytes];
    private long _bytes;

    private WebSocketLoop()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddLogging();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _application = builder.Build();
        _application.UseWebSockets();
        _application.Run(async context =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            await Serve(socket);
        });
    }

    public static async Task<WebSocketLoop> StartAsync()
    {
        var loop = new WebSocketLoop();
        await loop._application.StartAsync();
        var bound = loop._application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        var address = new UriBuilder(bound.Addresses.First()) { Scheme = Uri.UriSchemeWs }.Uri;
        await loop._client.ConnectAsync(address, CancellationToken.None);
        return loop;
    }

    /// <summary>Moves so many bytes.</summary>
    public async Task MoveAsync(long bytes)
    {
        _bytes = bytes;
        _wanted.Release();
        for (var left = bytes; left > 0;)
        {
            left -= (await _client.ReceiveAsync(_received.AsMemory(), CancellationToken.None)).Count;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _application.DisposeAsync();
        _wanted.Dispose();
    }

    private async Task Serve(WebSocket socket)
    {
        var message = new byte[MessageBytes];
        while (socket.State == WebSocketState.Open)
        {
            await _wanted.WaitAsync();
            for (var left = _bytes; left > 0;)
            {
                var length = (int)Math.Min(left, MessageBytes);
                var bytes = message.AsMemory(0, length);
                await socket.SendAsync(
                    bytes, WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);
                left -= length;
            }
        }
    }
}
