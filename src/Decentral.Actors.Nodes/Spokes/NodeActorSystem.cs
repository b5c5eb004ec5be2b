using Decentral.Actors.Membership;
using Decentral.Actors.Nodes.Addressing;
using Decentral.Actors.Nodes.Handshakes;
using Decentral.Actors.Nodes.Membership;
using Decentral.Actors.Nodes.Peers;

namespace Decentral.Actors.Nodes.Spokes;

/// <summary>A process that has joined others by dialling their hub. It needs no way in from outside.</summary>
public sealed class NodeActorSystem : LinkedActorSystem
{
    private readonly SpokeSwitchboard _switchboard;
    private readonly HubConnection _connection;
    private readonly PeerEntrance? _entrance;

    private NodeActorSystem(
        SpokeSwitchboard switchboard,
        TimeSpan clockOffset,
        PeerEntrance? entrance,
        Func<SpokeSwitchboard, HubConnection> connect)
        : base(switchboard)
    {
        ClockOffset = clockOffset;
        _switchboard = switchboard;
        _entrance = entrance;
        _connection = connect(switchboard);
    }

    /// <summary>The hub that it is linked to, or was last.</summary>
    public NodeId Hub => _switchboard.Hub.Peer.Node;

    /// <summary>Where it listens for other nodes, with the port that the system has chosen; null where it does not.</summary>
    public Uri? PeerListener => _entrance?.Listen;

    /// <summary>Where other nodes may dial this one, as they are told; none where they cannot.</summary>
    public IReadOnlyList<string> PeerAddresses => _entrance is null ? [] : _entrance.Addresses;

    /// <summary>By how much the hub's clock was ahead of this machine's when the node joined.</summary>
    public TimeSpan ClockOffset { get; }

    /// <summary>The waiting times that the hub gave.</summary>
    public NodeTimeouts Timeouts => Switchboard.Options.Timeouts;

    /// <summary>
    /// Completes, with the reason, when the hub has declared this incarnation lost. The process may join again as a new
    /// one.
    /// </summary>
    public Task<string> Removed => _connection.Ended;

    /// <summary>Joins; tries for as long as it takes.</summary>
    /// <exception cref="JoinRefusedException">The hub would not take this node the next time either.</exception>
    /// <exception cref="ArgumentException">Its peers could reach it from other machines without TLS.</exception>
    /// <exception cref="IOException">Its peers' port is in use, or not allowed.</exception>
    public static async Task<NodeActorSystem> JoinAsync(
        NodesOptions options, JoinOptions join, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(join);
        if (join.Peers is not { } peers)
        {
            return await JoinAsync(options, join, null, cancellationToken).ConfigureAwait(false);
        }

        var entrance = await PeerEntrance.OpenAsync(peers, options, cancellationToken).ConfigureAwait(false);
        try
        {
            return await JoinAsync(options, join, entrance, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await entrance.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static async Task<NodeActorSystem> JoinAsync(
        NodesOptions options, JoinOptions join, PeerEntrance? entrance, CancellationToken cancellationToken)
    {
        var dialer = new HubDialer(join, options, entrance?.Addresses ?? []);
        var backoff = options.NewBackoff();
        var floor = 0L;
        var mayHurry = true;
        var disbelieved = 0;
        while (true)
        {
            var incarnation = NodeIncarnation.Next(options.TimeProvider.GetUtcNow(), floor);
            var self = new Member(options.Node, incarnation, options.Profile);
            var hub = dialer.Hub;
            var outcome = await dialer.DialAsync(LinkPurpose.Control, self, [], cancellationToken)
                .ConfigureAwait(false);
            if (outcome.Welcome is { } welcome)
            {
                var agreed = options with { Timeouts = new NodeTimeouts(welcome.Lease) };
                return Start(agreed, join, entrance, dialer, self, outcome);
            }

            switch (outcome.Refusal)
            {
                case { Kind: RefusalKind.Outdated } refusal when refusal.Floor >= incarnation:
                    floor = refusal.Floor;
                    if (mayHurry)
                    {
                        // Once. That it is outdated again is the work of another of its name, or of a mistaken hub.
                        mayHurry = false;
                        continue;
                    }

                    break;
                case { Kind: RefusalKind.NotNow } or null:
                    break;
                case { Kind: RefusalKind.Untrusted } when ++disbelieved < dialer.Count:
                    // Another hub of the run may lead it, and be believed.
                    break;
                case var refusal:
                    throw new JoinRefusedException(
                        refusal.Kind, $"{hub} does not take '{options.Node}': {refusal.Reason}");
            }

            var wait = backoff.Next();
            join.AttemptFailed?.Invoke(outcome.Reason, wait);
            await Task.Delay(wait, options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    private protected override async Task UnlinkAsync()
    {
        await _connection.DisposeAsync().ConfigureAwait(false);
        await _switchboard.Peers.DisposeAsync().ConfigureAwait(false);
        if (_entrance is not null)
        {
            await _entrance.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static NodeActorSystem Start(
        NodesOptions options,
        JoinOptions join,
        PeerEntrance? entrance,
        HubDialer dialer,
        Member self,
        DialOutcome outcome)
    {
        // A hub that has keys gives each node a certificate; where it has none, nobody can tell who a peer is.
        var trust = new PeerTrust(outcome.Welcome!.Issued.Length > 0 ? join.Identity : null);
        if (trust.IsOpen && entrance is { IsOpenToOthers: true })
        {
            outcome.Socket!.Dispose();
            throw new JoinRefusedException(
                RefusalKind.Mistaken,
                $"{dialer.Hub} has no keys, by which peers could prove who they are: let them dial this machine alone.");
        }

        var switchboard = new SpokeSwitchboard(options, self, outcome.Challenge!.Hub, join, trust);
        var system = new NodeActorSystem(
            switchboard,
            outcome.Challenge.Now - options.TimeProvider.GetUtcNow(),
            entrance,
            board => new HubConnection(board, dialer, join, options, outcome));
        entrance?.Attend(new PeerReception(switchboard, trust, entrance.Channel));
        return system;
    }
}
