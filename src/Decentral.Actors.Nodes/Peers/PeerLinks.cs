using System.Collections.Concurrent;
using Decentral.Actors.Membership;
using Decentral.Actors.Nodes.Links;
using Decentral.Actors.Nodes.Listening;
using Decentral.Actors.Nodes.Sessions;
using Decentral.Actors.Nodes.Spokes;

namespace Decentral.Actors.Nodes.Peers;

/// <summary>
/// The direct links of a node with others. They are dialled beside the transfers, none of which waits for one: the
/// relay through the hub carries it from its first byte, and it goes on where it stands when the link is up. To wait
/// would cost each transfer the time of a handshake where the other cannot be reached, and to move costs an offer said
/// twice. From any thread.
/// </summary>
/// <param name="node">Whose links they are.</param>
/// <param name="dialer">Opens connections.</param>
/// <param name="join">Whether the node can be dialled, and who hears which way bulk data goes.</param>
internal sealed class PeerLinks(SpokeSwitchboard node, PeerDialer dialer, JoinOptions join) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<NodeId, PeerWay> _ways = new();
    private readonly List<Task> _dialling = [];
    private readonly CancellationTokenSource _stopping = new();
    private int _places;
    private bool _isStopping;

    private NodesOptions Options => node.Options;

    private TimeProvider Time => Options.TimeProvider;

    /// <summary>The session of the direct way to a node; null where there is none now.</summary>
    public Session? Find(NodeId peer) => _ways.TryGetValue(peer, out var way) ? way.Open : null;

    /// <summary>
    /// There is bulk data between this node and another: dials that, unless there is a link, or an attempt failed a
    /// short while ago. Who sends dials; who receives does so only where it cannot be dialled itself.
    /// </summary>
    public void Seek(NodeId other, bool isReceiver)
    {
        if ((isReceiver && join.Peers is not null)
            || node.FindPeer(other) is not { } peer
            || node.Contacts.Of(peer) is not { Addresses.Length: > 0 } contact
            || WayTo(peer) is not { } way)
        {
            return;
        }

        lock (_gate)
        {
            if (_isStopping || !way.TryBeginDialling(Time.GetElapsedTime(0)))
            {
                return;
            }

            _dialling.RemoveAll(static task => task.IsCompleted);
            _dialling.Add(Task.Run(() => DialAsync(way, contact, _stopping.Token)));
        }
    }

    /// <summary>Serves a connection of a peer that has proved who it is, to its end.</summary>
    /// <param name="peer">Who has dialled.</param>
    /// <param name="socket">The connection.</param>
    /// <param name="stranger">What it is until it has taken the place of a former one.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task AcceptAsync(
        Member peer, FrameSocket socket, Stranger stranger, CancellationToken cancellationToken)
    {
        if (WayTo(peer) is not { } way)
        {
            return;
        }

        // The newest connection of a node is the one that it knows of.
        do
        {
            await way.Accepted.BulkLink.EndAsync().ConfigureAwait(false);
        }
        while (!way.Accepted.BulkLink.TryOpen(socket, Time.GetTimestamp()));

        stranger.Introduced();
        await RunAsync(way, way.Accepted, socket, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A place for one more link.</summary>
    /// <returns>False when there are as many as there may be.</returns>
    public bool TryTakePlace()
    {
        if (Interlocked.Increment(ref _places) <= Options.MaxPeerLinks)
        {
            return true;
        }

        LeavePlace();
        return false;
    }

    /// <summary>A link is no more.</summary>
    public void LeavePlace() => Interlocked.Decrement(ref _places);

    /// <summary>At each heartbeat: keeps links, and closes those that this node has dialled and nobody needs.</summary>
    public void Beat()
    {
        foreach (var way in _ways.Values)
        {
            foreach (var session in way.AllOpen)
            {
                node.KeepBulk(session);
            }

            if (way.OpenDialled is { } dialled && Time.GetElapsedTime(dialled.CarriedAt) > Options.IdlePeerTime)
            {
                dialled.Abort();
            }
        }
    }

    /// <summary>The verdict on a member: its links end.</summary>
    public void NodeLost(Member lost)
    {
        if (_ways.TryGetValue(lost.Node, out var way) && way.Peer.Incarnation <= lost.Incarnation)
        {
            _ways.TryRemove(KeyValuePair.Create(lost.Node, way));
            way.End();
        }
    }

    /// <summary>Ends all links that this node has dialled; the others end with its entrance.</summary>
    public async ValueTask DisposeAsync()
    {
        Task[] dialling;
        lock (_gate)
        {
            _isStopping = true;
            dialling = [.. _dialling];
        }

        await _stopping.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(dialling).ConfigureAwait(false);
        _stopping.Dispose();
    }

    private PeerWay? WayTo(Member peer)
    {
        var way = _ways.GetOrAdd(peer.Node, static (_, given) => new PeerWay(given.peer, given.Options), (peer, Options));
        if (way.Peer.Incarnation != peer.Incarnation)
        {
            return null;
        }

        // Looked at after it is noted: a verdict that came in between has not found it.
        if (node.Roster.HasLost(peer.Node, peer.Incarnation))
        {
            NodeLost(peer);
            return null;
        }

        return way;
    }

    private async Task DialAsync(PeerWay way, PeerContact contact, CancellationToken cancellationToken)
    {
        var hasHeld = false;
        try
        {
            hasHeld = await TryDialAsync(way, contact, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The node ends.
        }
        finally
        {
            way.EndDialling(Time.GetElapsedTime(0), hasHeld);
        }
    }

    /// <returns>Whether there was a link for some time.</returns>
    private async Task<bool> TryDialAsync(PeerWay way, PeerContact contact, CancellationToken cancellationToken)
    {
        if (!TryTakePlace())
        {
            Tell(way, $"there are {Options.MaxPeerLinks} direct links, which is the most");
            return false;
        }

        try
        {
            var outcome = await dialer.DialAsync(way.Peer, contact, cancellationToken).ConfigureAwait(false);
            if (outcome.Socket is not { } socket)
            {
                Tell(way, outcome.Reason);
                return false;
            }

            var since = Time.GetTimestamp();
            if (!way.Dialled.BulkLink.TryOpen(socket, since))
            {
                throw new InvalidOperationException(
                    $"The direct link to {way.Peer.Node} is up already, and is to open once more.");
            }

            await RunAsync(way, way.Dialled, socket, cancellationToken).ConfigureAwait(false);
            return Time.GetElapsedTime(since) > Options.Timeouts.ReturnGrace;
        }
        finally
        {
            LeavePlace();
        }
    }

    /// <summary>Keeps a link that has just been opened going to its end.</summary>
    private async Task RunAsync(
        PeerWay way, Session session, FrameSocket socket, CancellationToken cancellationToken)
    {
        var peer = way.Peer.Node;
        var reason = "this node failed at it";
        try
        {
            session.Carried(Time.GetTimestamp());
            node.Transfers.Outgoing.WayChanged(peer);
            Tell(way, null);
            socket.MaxBatchBytes = Options.MaxBatchBytes;
            socket.Intake = node.Transfers.Intake;

            // A verdict that came before the link was open has not found it.
            if (way.IsOver)
            {
                session.Abort();
            }

            reason = await LinkPump.RunAsync(
                socket,
                ending => node.Transfers.Outgoing.SendAsync(session, socket, ending),
                batch => node.Transfers.Receive(session, batch),
                Time,
                node.Log,
                cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            session.CloseBulk();
            node.Transfers.Outgoing.WayChanged(peer);
            NodesLog.DirectDisconnected(node.Log, peer, reason);
        }

        if (way.Open is null && node.Transfers.Outgoing.IsBusy(peer) && !cancellationToken.IsCancellationRequested)
        {
            Tell(way, $"the link ended: {reason}");
        }
    }

    /// <summary>Says which way bulk data goes, where that is news: directly where the reason is null.</summary>
    private void Tell(PeerWay way, string? reason)
    {
        if (!way.Turns(isDirect: reason is null))
        {
            return;
        }

        if (reason is null)
        {
            NodesLog.Direct(node.Log, way.Peer.Node);
        }
        else
        {
            NodesLog.Relayed(node.Log, way.Peer.Node, reason);
        }

        join.BulkWayChanged?.Invoke(way.Peer.Node, reason);
    }
}
