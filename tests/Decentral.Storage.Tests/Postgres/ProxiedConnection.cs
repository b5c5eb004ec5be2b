using System.Net.Sockets;

namespace Decentral.Storage.Tests.Postgres;

/// <summary>A connection that goes over the proxy.</summary>
internal sealed class ProxiedConnection(BreakingProxy proxy, Socket client, string socketPath) : IDisposable
{
    private readonly Socket _server = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private ProxyTrap? _sprung;

    public void Dispose()
    {
        client.Dispose();
        _server.Dispose();
    }

    /// <summary>Ends when either side has gone.</summary>
    public async Task Serve()
    {
        try
        {
            await _server.ConnectAsync(new UnixDomainSocketEndPoint(socketPath));
            await Task.WhenAll(PassRequests(), PassAnswers());
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // Either side has gone: so does the other.
        }

        Dispose();
    }

    private async Task PassRequests()
    {
        var buffer = new byte[1 << 17];
        while (await client.ReceiveAsync(buffer) is > 0 and var count)
        {
            await proxy.Passage;
            _sprung = proxy.TakeTrap(buffer.AsSpan(0, count));
            if (_sprung?.Kind == ProxyBreak.BeforeTheRequest)
            {
                Dispose();
                return;
            }

            if (_sprung?.Kind == ProxyBreak.WithTheRequestUnderWay)
            {
                proxy.Break(this, _sprung);
                client.Dispose();
                await _sprung.Release.Task;
            }

            await _server.SendAsync(buffer.AsMemory(0, count));
            if (_sprung is not null)
            {
                return;
            }
        }

        Dispose();
    }

    private async Task PassAnswers()
    {
        var buffer = new byte[1 << 17];
        while (await _server.ReceiveAsync(buffer) is > 0 and var count)
        {
            await proxy.Passage;
            if (_sprung is { } trap)
            {
                if (trap.Kind == ProxyBreak.BeforeTheAnswer)
                {
                    proxy.Break(this, trap);
                }

                Dispose();
                trap.Answered.SetResult();
                return;
            }

            await client.SendAsync(buffer.AsMemory(0, count));
        }

        Dispose();
    }
}
