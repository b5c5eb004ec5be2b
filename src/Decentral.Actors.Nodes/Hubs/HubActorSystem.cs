using Decentral.Actors.Membership;
using Decentral.Actors.Nodes.Addressing;
using Decentral.Actors.Nodes.Listening;

namespace Decentral.Actors.Nodes.Hubs;

/// <summary>A process that others dial.</summary>
public sealed class HubActorSystem : LinkedActorSystem
{
    private readonly HubSwitchboard _switchboard;
    private readonly LinkListener _listener;

    private HubActorSystem(HubSwitchboard switchboard, LinkListener listener)
        : base(switchboard)
    {
        _switchboard = switchboard;
        _listener = listener;
    }

    /// <summary>Where it listens, with the port that the system has chosen.</summary>
    public Uri Address => _listener.Address;

    /// <summary>
    /// The serial number of the certificate of a member, by which it can be revoked; null where it has none.
    /// </summary>
    public Guid? CertificateOf(NodeId node) => _switchboard.Gate.CertificateOf(node);

    /// <summary>Starts to listen.</summary>
    /// <exception cref="ArgumentException">It would be open to other machines without TLS or keys.</exception>
    /// <exception cref="IOException">The port is in use, or not allowed.</exception>
    public static async Task<HubActorSystem> StartAsync(
        NodesOptions options, HubOptions hub, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(hub);
        ThrowIfOpen(hub);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(
            hub.MaxMembers, HubOptions.MostMembers, nameof(HubOptions.MaxMembers));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(
            hub.FormerIncarnation, NodeIncarnation.Highest, nameof(HubOptions.FormerIncarnation));
        var incarnation = NodeIncarnation.Next(options.TimeProvider.GetUtcNow(), hub.FormerIncarnation);
        var self = new Member(options.Node, incarnation, options.Profile);
        var switchboard = new HubSwitchboard(options, hub, self);
        var listener = new LinkListener(
            options,
            new ListenerSettings(hub.Listen, hub.Keys?.Certificate, hub.MaxStrangers)
            {
                Intermediates = hub.Keys?.Intermediates ?? [],
                ClientAuthorities = hub.Keys?.ClientAuthorities,
            },
            switchboard.Reception.ServeAsync);
        var system = new HubActorSystem(switchboard, listener);
        try
        {
            await listener.StartAsync(cancellationToken).ConfigureAwait(false);
            return system;
        }
        catch
        {
            await system.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static void ThrowIfOpen(HubOptions hub)
    {
        var hasTls = hub.Listen.Scheme == Uri.UriSchemeHttps;
        if (hasTls && hub.Keys?.Certificate is null)
        {
            throw new ArgumentException(
                $"To listen at {hub.Listen} takes a certificate, and there is none.", nameof(hub));
        }

        if (!hub.Listen.IsLoopback && (!hasTls || hub.Keys is null))
        {
            throw new ArgumentException(
                $"{hub.Listen} can be reached from other machines: listen by https, with keys.", nameof(hub));
        }
    }

    private protected override async Task UnlinkAsync()
    {
        await _switchboard.LeaveAsync().ConfigureAwait(false);
        _switchboard.Dispose();
        await _listener.DisposeAsync().ConfigureAwait(false);
    }
}
