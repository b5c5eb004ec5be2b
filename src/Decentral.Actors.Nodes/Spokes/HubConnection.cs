using Decentral.Actors.Nodes.Frames;
using Decentral.Actors.Nodes.Handshakes;
using Decentral.Actors.Nodes.Links;
using Decentral.Actors.Nodes.Sessions;
using Microsoft.Extensions.Logging;

namespace Decentral.Actors.Nodes.Spokes;

/// <summary>
/// Keeps a node linked to its hub: connects again without end, until the node is stopped, or the hub says that this
/// incarnation is over.
/// </summary>
internal sealed class HubConnection : IAsyncDisposable
{
    private readonly SpokeSwitchboard _switchboard;
    private readonly HubDialer _dialer;
    private readonly JoinOptions _join;
    private readonly NodesOptions _options;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource<string> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ITimer _heartbeat;
    private readonly Task _running;
    private volatile bool _isLeaving;

    /// <summary>Goes on from the first control connection.</summary>
    public HubConnection(
        SpokeSwitchboard switchboard, HubDialer dialer, JoinOptions join, NodesOptions options, DialOutcome first)
    {
        _switchboard = switchboard;
        _dialer = dialer;
        _join = join;
        _options = options;
        _log = options.LoggerFactory.CreateLogger("Decentral.Nodes");
        _heartbeat = options.TimeProvider.CreateTimer(
            static board => ((SpokeSwitchboard)board!).Beat(),
            switchboard,
            options.Timeouts.Heartbeat,
            options.Timeouts.Heartbeat);

        // What is told as soon as this returns finds the link open.
        var session = Welcome(first);
        var (control, bulk) = (options.NewBackoff(), options.NewBackoff());
        _running = Task.WhenAll(
            Task.Run(() => KeepControlOrEndAsync(first, session, control, _stopping.Token)),
            Task.Run(() => KeepBulkAsync(bulk, _stopping.Token)));
    }

    /// <summary>Completes when this incarnation is over by the hub's word, with the reason.</summary>
    public Task<string> Ended => _ended.Task;

    /// <summary>Says that this node leaves, then ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _isLeaving = true;
        _switchboard.Hub.Control.Append(LeaveFrame.Write, new LeaveFrame("it has ended its work."));
        await _switchboard.Hub.ControlLink.FinishAsync(_options.TimeProvider).ConfigureAwait(false);
        await _heartbeat.DisposeAsync().ConfigureAwait(false);
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        _stopping.Dispose();
    }

    /// <summary>
    /// Whether it is over with this incarnation. A hub that is not believed may be another the next time.
    /// </summary>
    private static bool IsFinal(RefusalKind kind) =>
        kind is not (RefusalKind.NotNow or RefusalKind.Untrusted or RefusalKind.Mistaken);

    /// <summary>
    /// Whoever waits for the end of this incarnation hears of it, even where it is an error of this node's own: the boundary of
    /// supervision, which joins again.
    /// </summary>
    private async Task KeepControlOrEndAsync(
        DialOutcome first, Session session, RetryBackoff backoff, CancellationToken cancellationToken)
    {
        try
        {
            await KeepControlAsync(first, session, backoff, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            NodesLog.LinkFailed(_log, error);
            _ended.TrySetResult($"this node failed at its link to the hub ({error.Message.TrimEnd('.')})");
        }
    }

    private async Task KeepControlAsync(
        DialOutcome first, Session session, RetryBackoff backoff, CancellationToken cancellationToken)
    {
        var outcome = first;

        // A connection that is up is served even if this node is to leave already: that has to be said over it.
        while (outcome.Socket is not null || (!_isLeaving && !cancellationToken.IsCancellationRequested))
        {
            if (outcome.Socket is { } socket)
            {
                var since = _options.TimeProvider.GetTimestamp();
                var ended = await RunControlAsync(socket, session, cancellationToken).ConfigureAwait(false);
                outcome = DialOutcome.Failed(ended);
                ResetIfHeld(backoff, since);
            }
            else if (outcome.Refusal is { } refusal && IsFinal(refusal.Kind))
            {
                _ended.TrySetResult(refusal.Reason);
                await _stopping.CancelAsync().ConfigureAwait(false);
                return;
            }

            if (await TryWaitAsync(backoff, outcome.Reason, cancellationToken).ConfigureAwait(false))
            {
                outcome = await DialAsync(LinkPurpose.Control, cancellationToken).ConfigureAwait(false);
                session = outcome.Socket is null ? session : Welcome(outcome);
            }
        }
    }

    private async Task KeepBulkAsync(RetryBackoff backoff, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var outcome = await DialAsync(LinkPurpose.Bulk, cancellationToken).ConfigureAwait(false);
            if (outcome.Socket is { } socket)
            {
                var since = _options.TimeProvider.GetTimestamp();
                var reason = await RunBulkAsync(socket, cancellationToken).ConfigureAwait(false);
                ResetIfHeld(backoff, since);
                NodesLog.BulkDisconnected(_log, _switchboard.Self.Node, reason);
            }

            await TryWaitAsync(backoff, null, cancellationToken).ConfigureAwait(false);
        }
    }

    private Session Welcome(DialOutcome outcome)
    {
        var hub = outcome.Challenge!.Hub;
        NodesLog.Connected(_log, hub.Node, hub.Incarnation);
        return _switchboard.Welcomed(outcome.Socket!, hub, outcome.Welcome!);
    }

    private async Task<string> RunControlAsync(FrameSocket socket, Session session, CancellationToken cancellationToken)
    {
        try
        {
            return await LinkPump.RunAsync(
                socket,
                ending => ControlSender.SendAsync(session, socket, ending),
                batch => _switchboard.Receive(session, batch),
                _options.TimeProvider,
                _log,
                cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            session.ControlLink.Close();
        }
    }

    private async Task<string> RunBulkAsync(FrameSocket socket, CancellationToken cancellationToken)
    {
        var session = _switchboard.Hub;
        if (!session.BulkLink.TryOpen(socket, _options.TimeProvider.GetTimestamp()))
        {
            throw new InvalidOperationException(
                $"The bulk link to {session.Peer.Node} is up already, and is to open once more.");
        }

        try
        {
            _switchboard.Transfers.Outgoing.OfferAgain(session);
            socket.Intake = _switchboard.Transfers.Intake;
            return await LinkPump.RunAsync(
                socket,
                ending => _switchboard.Transfers.Outgoing.SendAsync(session, socket, ending),
                batch => _switchboard.Transfers.Receive(session, batch),
                _options.TimeProvider,
                _log,
                cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            session.CloseBulk();
        }
    }

    private async Task<DialOutcome> DialAsync(LinkPurpose purpose, CancellationToken cancellationToken)
    {
        try
        {
            return await _dialer.DialAsync(
                purpose, _switchboard.Self, _switchboard.Roster.Members, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return DialOutcome.Failed("this node is stopping");
        }
    }

    private async Task<bool> TryWaitAsync(RetryBackoff backoff, string? reason, CancellationToken cancellationToken)
    {
        var wait = backoff.Next();
        if (reason is not null && !_isLeaving && !cancellationToken.IsCancellationRequested)
        {
            NodesLog.Retrying(_log, _dialer.Hub, reason, wait.TotalSeconds);
            _join.AttemptFailed?.Invoke(reason, wait);
        }

        try
        {
            await Task.Delay(wait, _options.TimeProvider, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>A connection that ends as soon as it is there is as bad as none.</summary>
    private void ResetIfHeld(RetryBackoff backoff, long since)
    {
        if (_options.TimeProvider.GetElapsedTime(since) > _options.Timeouts.ReturnGrace)
        {
            backoff.Reset();
        }
    }
}
