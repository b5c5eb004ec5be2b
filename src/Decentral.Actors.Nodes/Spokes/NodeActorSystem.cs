using Decentral.Actors.Membership;
using Decentral.Actors.Nodes.Addressing;
using Decentral.Actors.Nodes.Handshakes;
using Decentral.Actors.Nodes.Membership;

namespace Decentral.Actors.Nodes.Spokes;

/// <summary>A process that has joined others by dialling their hub. It needs no way in from outside.</summary>
public sealed class NodeActorSystem : LinkedActorSystem
{
    private readonly HubConnection _connection;

    private NodeActorSystem(
        SpokeSwitchboard switchboard, TimeSpan clockOffset, Func<SpokeSwitchboard, HubConnection> connect)
        : base(switchboard)
    {
        ClockOffset = clockOffset;
        _connection = connect(switchboard);
    }

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
    public static async Task<NodeActorSystem> JoinAsync(
        NodesOptions options, JoinOptions join, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(join);
        var dialer = new HubDialer(join, options);
        var backoff = options.NewBackoff();
        var floor = 0L;
        var mayHurry = true;
        while (true)
        {
            var incarnation = NodeIncarnation.Next(options.TimeProvider.GetUtcNow(), floor);
            var self = new Member(options.Node, incarnation, options.Profile);
            var outcome = await dialer.DialAsync(LinkPurpose.Control, self, [], cancellationToken)
                .ConfigureAwait(false);
            if (outcome.Welcome is { } welcome)
            {
                var agreed = options with { Timeouts = new NodeTimeouts(welcome.Lease) };
                return Start(agreed, join, dialer, self, outcome);
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
                case var refusal:
                    throw new JoinRefusedException(
                        refusal.Kind, $"{dialer.Hub} does not take '{options.Node}': {refusal.Reason}");
            }

            var wait = backoff.Next();
            join.AttemptFailed?.Invoke(outcome.Reason, wait);
            await Task.Delay(wait, options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    private protected override async Task UnlinkAsync() => await _connection.DisposeAsync().ConfigureAwait(false);

    private static NodeActorSystem Start(
        NodesOptions options, JoinOptions join, HubDialer dialer, Member self, DialOutcome outcome) => new(
        new SpokeSwitchboard(options, self, outcome.Challenge!.Hub),
        outcome.Challenge.Now - options.TimeProvider.GetUtcNow(),
        switchboard => new HubConnection(switchboard, dialer, join, options, outcome));
}
