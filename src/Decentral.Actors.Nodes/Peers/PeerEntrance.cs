using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Decentral.Actors.Nodes.Links;
using Decentral.Actors.Nodes.Listening;
using Decentral.Actors.Nodes.Security;

namespace Decentral.Actors.Nodes.Peers;

/// <summary>
/// Where the peers of a node come in. It is open before the node joins, since the hub is told its addresses then; who
/// comes earlier than the node is a member waits for that.
/// </summary>
internal sealed class PeerEntrance : IAsyncDisposable
{
    /// <summary>For as long as the process may live: nobody looks at it, and the next process makes another.</summary>
    private static readonly TimeSpan Validity = TimeSpan.FromDays(3650);

    private readonly PeerListening _listening;
    private readonly X509Certificate2? _certificate;
    private readonly LinkListener _listener;
    private readonly TaskCompletionSource<PeerReception> _reception =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private PeerEntrance(PeerListening listening, NodesOptions options)
    {
        _listening = listening;
        if (listening.Listen.Scheme == Uri.UriSchemeHttps)
        {
            _certificate = HubCertificate.Create(
                "CN=Decentral node", [listening.Listen.DnsSafeHost], options.TimeProvider.GetUtcNow(), Validity);
        }

        _listener = new LinkListener(
            options,
            new ListenerSettings(listening.Listen, _certificate, listening.MaxStrangers),
            (socket, stranger, _, ending) => ServeAsync(socket, stranger, ending));
    }

    /// <summary>Where it listens.</summary>
    public Uri Listen => _listener.Address;

    /// <summary>What its peers may dial; at most <see cref="PeerContact.MaxAddresses"/>.</summary>
    public ImmutableArray<string> Addresses { get; private set; } = [];

    /// <summary>See <see cref="PeerClaim.ChannelOf"/>.</summary>
    public byte[] Channel => PeerClaim.ChannelOf(_certificate);

    /// <summary>Whether other machines can come in.</summary>
    public bool IsOpenToOthers => !_listening.Listen.IsLoopback;

    /// <summary>Starts to listen.</summary>
    /// <exception cref="ArgumentException">It would be open to other machines without TLS.</exception>
    /// <exception cref="IOException">The port is in use, or not allowed.</exception>
    public static async Task<PeerEntrance> OpenAsync(
        PeerListening listening, NodesOptions options, CancellationToken cancellationToken)
    {
        ThrowIfUnsafe(listening.Listen);
        ThrowIfUnsafe(listening.Advertised ?? listening.Listen);
        var entrance = new PeerEntrance(listening, options);
        try
        {
            await entrance._listener.StartAsync(cancellationToken).ConfigureAwait(false);
            entrance.Addresses = [.. entrance.FindAddresses().Take(PeerContact.MaxAddresses)];
            return entrance;
        }
        catch
        {
            await entrance.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The node is a member: whoever comes is received.</summary>
    public void Attend(PeerReception reception) => _reception.TrySetResult(reception);

    public async ValueTask DisposeAsync()
    {
        await _listener.DisposeAsync().ConfigureAwait(false);
        _certificate?.Dispose();
    }

    private static void ThrowIfUnsafe(Uri address)
    {
        if (!LinkAddress.IsSafe(address))
        {
            throw new ArgumentException($"{address} can be reached from other machines: let peers dial it by https.");
        }
    }

    private IEnumerable<string> FindAddresses()
    {
        if (_listening.Advertised is { } advertised)
        {
            return [advertised.AbsoluteUri];
        }

        return MachineAddresses.IsAny(Listen)
            ? MachineAddresses.Behind(Listen).Select(At)
            : [Listen.AbsoluteUri];
    }

    private string At(IPAddress address) => new UriBuilder(Listen) { Host = address.ToString() }.Uri.AbsoluteUri;

    private async Task ServeAsync(FrameSocket socket, Stranger stranger, CancellationToken cancellationToken)
    {
        var reception = await _reception.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        await reception.ServeAsync(socket, stranger, cancellationToken).ConfigureAwait(false);
    }
}
