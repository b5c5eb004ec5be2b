using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Decentral.Actors.Nodes.Security;

namespace Decentral.Actors.Nodes.Tests.Peers;

/// <summary>Somebody between two peers, who ends the TLS of both and passes on what they say.</summary>
internal sealed class Interceptor : IAsyncDisposable
{
    private readonly X509Certificate2 _certificate =
        HubCertificate.Create(["127.0.0.1"], DateTimeOffset.UtcNow, TimeSpan.FromDays(1));

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _serving;
    private Uri? _victim;

    public Interceptor()
    {
        _listener.Start();
        Address = new Uri($"https://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _serving = ServeAsync();
    }

    public Uri Address { get; }

    /// <summary>Between whoever dials and that one.</summary>
    public void StandBefore(Uri victim) => _victim = victim;

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _serving;
        _listener.Dispose();
        _ending.Dispose();
        _certificate.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var dialler = await _listener.AcceptTcpClientAsync(_ending.Token);
                await PassOnAsync(dialler);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task PassOnAsync(TcpClient dialler)
    {
        try
        {
            using var victim = new TcpClient();
            await victim.ConnectAsync(IPAddress.Loopback, _victim!.Port, _ending.Token);
            await using var here = new SslStream(dialler.GetStream());
            await using var there = new SslStream(victim.GetStream(), false, static (_, shown, _, _) => shown is not null);
            await here.AuthenticateAsServerAsync(_certificate);
            await there.AuthenticateAsClientAsync("127.0.0.1");
            await Task.WhenAny(here.CopyToAsync(there, _ending.Token), there.CopyToAsync(here, _ending.Token));
        }
        catch (Exception error) when (error is IOException or SocketException)
        {
            // One of them has had enough.
        }
    }
}
