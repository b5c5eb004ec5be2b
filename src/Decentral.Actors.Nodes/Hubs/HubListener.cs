using System.Net;
using System.Security.Cryptography.X509Certificates;
using Decentral.Actors.Nodes.Links;
using Decentral.Actors.Nodes.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Decentral.Actors.Nodes.Hubs;

/// <summary>The network edge of a hub: Kestrel, and the WebSockets that come in over it.</summary>
internal sealed class HubListener : IAsyncDisposable
{
    private readonly HubSwitchboard _switchboard;
    private readonly HubOptions _hub;
    private readonly WebApplication _application;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Strangers _strangers;

    public HubListener(NodesOptions options, HubOptions hub, HubSwitchboard switchboard)
    {
        _switchboard = switchboard;
        _hub = hub;
        _strangers = new Strangers(hub.MaxStrangers, 2 * options.Timeouts.Handshake, options.TimeProvider);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        builder.Services.AddLogging();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Configure(kestrel, options));
        _application = builder.Build();
        _application.UseWebSockets(new WebSocketOptions { KeepAliveInterval = Timeout.InfiniteTimeSpan });
        _application.Run(ServeAsync);
    }

    public Uri Address { get; private set; } = new("http://unknown");

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _application.StartAsync(cancellationToken).ConfigureAwait(false);
        var bound = _application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        var port = new Uri(bound.Addresses.First()).Port;
        Address = new UriBuilder(_hub.Listen) { Port = port }.Uri;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
        _stopping.Dispose();
    }

    private void Configure(KestrelServerOptions kestrel, NodesOptions options)
    {
        kestrel.AddServerHeader = false;

        // Strangers are counted where they come in, and a member has two connections: a limit here would count them
        // alike.
        kestrel.Limits.MaxConcurrentConnections = null;
        kestrel.Limits.MaxConcurrentUpgradedConnections = null;
        kestrel.Limits.RequestHeadersTimeout = options.Timeouts.Handshake;
        kestrel.Limits.KeepAliveTimeout = options.Timeouts.Handshake;
        kestrel.Limits.MaxRequestBodySize = 0;
        kestrel.Listen(EndPoint(_hub.Listen), listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            listen.Use(Meet);
            if (_hub.Keys is { Certificate: { } certificate } keys)
            {
                listen.UseHttps(https => Configure(https, certificate, keys, options));
            }

            if (_hub.Keys?.ClientAuthorities is { } authorities)
            {
                var door = new ClientDoor(authorities, options.Timeouts.Handshake, options.TimeProvider);
                listen.Use(door.Guard);
            }
        });
    }

    /// <remarks>A handshake that fails says nothing to who could mend it: the door behind it looks at the certificate.</remarks>
    private static void Configure(
        HttpsConnectionAdapterOptions https, X509Certificate2 certificate, HubKeys keys, NodesOptions options)
    {
        https.ServerCertificate = certificate;
        https.ServerCertificateChain = keys.Intermediates;
        https.HandshakeTimeout = options.Timeouts.Handshake;
        if (keys.ClientAuthorities is not null)
        {
            https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
            https.AllowAnyClientCertificate();
        }
    }

    private static IPEndPoint EndPoint(Uri listen) => new(
        IPAddress.TryParse(listen.DnsSafeHost, out var address) ? address
            : listen.IsLoopback ? IPAddress.Loopback
            : IPAddress.Any,
        listen.Port);

    private ConnectionDelegate Meet(ConnectionDelegate next) => async connection =>
    {
        using var stranger = _strangers.TryMeet(connection.Abort);
        if (stranger is null)
        {
            connection.Abort();
            return;
        }

        connection.Items[typeof(Stranger)] = stranger;
        await next(connection).ConfigureAwait(false);
    };

    private async Task ServeAsync(HttpContext context)
    {
        if (context.Request.Path != HubAddress.LinkPath)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = StatusCodes.Status426UpgradeRequired;
            return;
        }

        var items = context.Features.GetRequiredFeature<IConnectionItemsFeature>().Items;
        var stranger = (Stranger)items[typeof(Stranger)]!;
        using var socket = new FrameSocket(await context.WebSockets.AcceptWebSocketAsync().ConfigureAwait(false));
        var shown = _hub.Keys?.ClientAuthorities is null ? null : context.Connection.ClientCertificate;
        await _switchboard.Reception.ServeAsync(socket, stranger, shown, _stopping.Token).ConfigureAwait(false);
    }
}
