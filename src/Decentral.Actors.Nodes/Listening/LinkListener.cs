using System.Net;
using System.Net.Sockets;
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

namespace Decentral.Actors.Nodes.Listening;

/// <summary>The network edge of whoever is dialled: Kestrel, and the WebSockets that come in over it.</summary>
internal sealed class LinkListener : IAsyncDisposable
{
    private readonly ListenerSettings _settings;
    private readonly Func<FrameSocket, Stranger, X509Certificate2?, CancellationToken, Task> _serve;
    private readonly WebApplication _application;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Strangers _strangers;

    /// <param name="options">The clock, and the time that strangers have.</param>
    /// <param name="settings">Where, and by which certificate.</param>
    /// <param name="serve">
    /// Serves a connection from its first word to its end; the certificate is the client's, where one was asked for.
    /// </param>
    public LinkListener(
        NodesOptions options,
        ListenerSettings settings,
        Func<FrameSocket, Stranger, X509Certificate2?, CancellationToken, Task> serve)
    {
        _settings = settings;
        _serve = serve;
        _strangers = new Strangers(settings.MaxStrangers, 2 * options.Timeouts.Handshake, options.TimeProvider);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
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
        try
        {
            await _application.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException error)
        {
            // Kestrel says so only of a port that is in use.
            throw new IOException($"{error.Message}. It has to be an address of this machine, and a port that it may listen at", error);
        }

        var bound = _application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        var port = new Uri(bound.Addresses.First()).Port;
        Address = new UriBuilder(_settings.Listen) { Port = port }.Uri;
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
        kestrel.Listen(EndPoint(_settings.Listen), listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            listen.Use(Meet);
            if (_settings.Certificate is { } certificate)
            {
                listen.UseHttps(https => Configure(https, certificate, options));
            }

            if (_settings.ClientAuthorities is { } authorities)
            {
                var door = new ClientDoor(authorities, options.Timeouts.Handshake, options.TimeProvider);
                listen.Use(door.Guard);
            }
        });
    }

    /// <remarks>A handshake that fails says nothing to who could mend it: the door behind it looks at the certificate.</remarks>
    private void Configure(HttpsConnectionAdapterOptions https, X509Certificate2 certificate, NodesOptions options)
    {
        https.ServerCertificate = certificate;
        https.ServerCertificateChain = _settings.Intermediates;
        https.HandshakeTimeout = options.Timeouts.Handshake;
        if (_settings.ClientAuthorities is not null)
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
        if (context.Request.Path != LinkAddress.LinkPath)
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
        var shown = _settings.ClientAuthorities is null ? null : context.Connection.ClientCertificate;
        await _serve(socket, stranger, shown, _stopping.Token).ConfigureAwait(false);
    }
}
