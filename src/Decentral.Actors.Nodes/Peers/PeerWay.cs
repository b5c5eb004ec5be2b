using Decentral.Actors.Membership;
using Decentral.Actors.Nodes.Links;
using Decentral.Actors.Nodes.Sessions;

namespace Decentral.Actors.Nodes.Peers;

/// <summary>
/// The direct links with one incarnation of another node: one at most that this node has dialled, and one that the
/// other has. Where both dialled at once both stay, and each sends over its own, so that nobody has to decide between
/// them; one over which nothing goes is closed by whoever has dialled it. From any thread.
/// </summary>
/// <param name="peer">The other node.</param>
/// <param name="options">Bounds, and the waits between attempts.</param>
internal sealed class PeerWay(Member peer, NodesOptions options)
{
    private readonly Lock _gate = new();
    private readonly RetryBackoff _backoff = options.NewBackoff();
    private readonly Lazy<Session> _dialled = new(() => new Session(peer, options) { IsDirect = true });
    private readonly Lazy<Session> _accepted = new(() => new Session(peer, options) { IsDirect = true });
    private bool _isDialling;
    private bool _isOver;
    private bool? _wasDirect;
    private TimeSpan _mayDialAt;

    public Member Peer => peer;

    /// <summary>Of the link that this node has dialled, or will.</summary>
    public Session Dialled => _dialled.Value;

    /// <summary>Of the link that the other has dialled.</summary>
    public Session Accepted => _accepted.Value;

    /// <summary>The session by which bulk data goes there now; null where no link is up.</summary>
    public Session? Open => OpenDialled ?? OpenOf(_accepted);

    /// <summary>The session of the link that this node has dialled, where that is up.</summary>
    public Session? OpenDialled => OpenOf(_dialled);

    /// <summary>Those of which the link is up.</summary>
    public IEnumerable<Session> AllOpen => new[] { OpenDialled, OpenOf(_accepted) }.OfType<Session>();

    /// <summary>Whether the verdict on the other node is known.</summary>
    public bool IsOver
    {
        get
        {
            lock (_gate)
            {
                return _isOver;
            }
        }
    }

    /// <summary>Whether to dial now; to be ended by <see cref="EndDialling"/>.</summary>
    public bool TryBeginDialling(TimeSpan now)
    {
        lock (_gate)
        {
            if (_isOver || _isDialling || now < _mayDialAt || Open is not null)
            {
                return false;
            }

            _isDialling = true;
            return true;
        }
    }

    /// <summary>There is no dialled link any more, or there never was.</summary>
    /// <param name="now">When.</param>
    /// <param name="hasHeld">Whether it was there long enough for the next wait to be the first again.</param>
    public void EndDialling(TimeSpan now, bool hasHeld)
    {
        lock (_gate)
        {
            if (hasHeld)
            {
                _backoff.Reset();
            }

            _mayDialAt = now + _backoff.Next();
            _isDialling = false;
        }
    }

    /// <summary>Notes which way bulk data goes now.</summary>
    /// <returns>Whether that is news.</returns>
    public bool Turns(bool isDirect)
    {
        lock (_gate)
        {
            var isNews = !_isOver && _wasDirect != isDirect;
            _wasDirect = isDirect;
            return isNews;
        }
    }

    /// <summary>The verdict on the other node: its links end.</summary>
    public void End()
    {
        lock (_gate)
        {
            _isOver = true;
        }

        foreach (var session in AllOpen)
        {
            session.Abort();
        }
    }

    private static Session? OpenOf(Lazy<Session> session) =>
        session is { IsValueCreated: true, Value: { BulkLink.IsOpen: true } open } ? open : null;
}
