using Decentral.Actors.Membership;
using Decentral.Actors.Nodes.Addressing;
using Decentral.Actors.Nodes.Frames;
using Decentral.Actors.Nodes.Handshakes;
using Decentral.Actors.Nodes.Links;
using Decentral.Actors.Nodes.Membership;
using Decentral.Actors.Nodes.Peers;
using Decentral.Actors.Nodes.Security;
using Decentral.Actors.Nodes.Sessions;
using Decentral.Wire.Records;

namespace Decentral.Actors.Nodes.Hubs;

/// <summary>
/// The node that all others dial: it says who is a member, knows who bears which name, and passes on what nodes say to
/// each other. Nothing is spoken in the name of another.
/// </summary>
internal sealed class HubSwitchboard : Switchboard, IDisposable
{
    private readonly Lock _gate = new();
    private readonly HubMembers _members;
    private readonly HubNames _names;
    private readonly DateTimeOffset _startedAt;
    private readonly long _startedTimestamp;
    private readonly ITimer _heartbeat;

    public HubSwitchboard(NodesOptions nodes, HubOptions options, Member self)
        : base(nodes, self)
    {
        _startedAt = nodes.TimeProvider.GetUtcNow();
        _startedTimestamp = nodes.TimeProvider.GetTimestamp();
        Authority = new MembershipAuthority(self, nodes.Timeouts, options.MaxMembers, _startedAt);
        _members = new HubMembers(this, Authority, Learn);
        _names = new HubNames(this, _members, options.IsReserved);
        Gate = options.Keys is { } keys ? new KeyGate(keys, IsConnected, nodes.TimeProvider) : OpenGate.Instance;
        Reception = new HubReception(this, Gate);
        _heartbeat = nodes.TimeProvider.CreateTimer(
            static hub => ((HubSwitchboard)hub!).Beat(), this, nodes.Timeouts.Heartbeat, nodes.Timeouts.Heartbeat);
    }

    /// <summary>Serves connections.</summary>
    public HubReception Reception { get; }

    /// <summary>Says who may connect.</summary>
    public IGate Gate { get; }

    /// <summary>Says who is a member; asked under this hub's lock alone.</summary>
    internal MembershipAuthority Authority { get; }

    // Not the wall clock, which somebody may set back or forth: it would excuse the silent, or condemn the living.
    private DateTimeOffset Now => _startedAt + Options.TimeProvider.GetElapsedTime(_startedTimestamp);

    public override Session? SessionTo(NodeId node) => _members.SessionTo(node);

    public override string? FindForgery(Session from, NodeId origin) =>
        origin == from.Peer.Node ? null : $"it spoke in the name of '{origin}', which it is not";

    public override string? Blame(Session from, string reason) => reason;

    public override void NameGiven(string wellKnownName, ActorRef bearer)
    {
        lock (_gate)
        {
            // Of two that speak at once, the last says what holds.
            if (Local.FindBearer(wellKnownName) is { } present)
            {
                _names.Give(wellKnownName, present.Address);
            }
        }
    }

    public override void NameTakenBack(string wellKnownName, ActorRef bearer)
    {
        lock (_gate)
        {
            _names.TakeBack(wellKnownName, bearer.Address);
        }
    }

    /// <summary>
    /// Takes a control connection of a node that has proved who it is, or says why not; null while a former one has not
    /// ended.
    /// </summary>
    public HubAnswer? Admit(FrameSocket socket, Hello hello, Proven proven)
    {
        lock (_gate)
        {
            var candidate = hello.Candidate;
            if (SessionTo(candidate.Node) is { ControlLink.IsOpen: true } present
                && present.Peer.Incarnation == candidate.Incarnation)
            {
                return null;
            }

            if (HubMembers.FindOtherKey(SessionTo(candidate.Node), candidate.Incarnation, proven) is { } reason)
            {
                return HubAnswer.Refused(RefusalKind.Unwanted, reason, 0);
            }

            var admission = _members.Admit(candidate, new PeerContact(proven.Key, hello.Addresses), Now);
            switch (admission.Kind)
            {
                case AdmissionKind.Outdated:
                    return HubAnswer.Refused(RefusalKind.Outdated, admission.Reason, admission.Floor);
                case AdmissionKind.Refused:
                    return HubAnswer.Refused(RefusalKind.Unwanted, admission.Reason, 0);
                case AdmissionKind.Joined:
                case AdmissionKind.Returned:
                default:
                    _members.AdoptAll(hello.Known, candidate.Node, Now);
                    var session = Open(socket, candidate, isBack: admission.Kind == AdmissionKind.Returned);
                    return new HubAnswer(session, Welcome(proven.Issued), null);
            }
        }
    }

    /// <summary>The control connection of a member has ended.</summary>
    public void Disconnected(Session session, string reason)
    {
        lock (_gate)
        {
            _members.Disconnected(session.Peer, Now, reason);
            session.ControlLink.Close();
        }
    }

    /// <summary>The bulk connection of a member is up.</summary>
    public void BulkOpened(Session session)
    {
        Transfers.Outgoing.OfferAgain(session);
        _members.TellOfReturn(session);
    }

    /// <summary>Tells all nodes that this hub has ended: nobody else could give the verdict on it.</summary>
    public async Task LeaveAsync()
    {
        _members.Broadcast(
            MemberFrame.Write, new MemberFrame(FrameKind.MemberLost, Self, "the hub has ended its work."));
        var farewells = _members.Sessions.Select(session => session.ControlLink.FinishAsync(Options.TimeProvider));
        await Task.WhenAll(farewells).ConfigureAwait(false);
    }

    public void Dispose()
    {
        _heartbeat.Dispose();
        foreach (var session in _members.Sessions)
        {
            session.Abort();
        }
    }

    protected override bool TryHear(Session from)
    {
        lock (_gate)
        {
            return _members.TryHear(from.Peer, Now);
        }
    }

    protected override string? TakeOwn(Session from, FrameKind kind, ref MessageReader reader, WireRecord record)
    {
        switch (kind)
        {
            case FrameKind.Name:
                var name = reader.ReadString();
                return TakeName(from, name, reader.ReadActorAddressOrNull(), reader.ReadBoolean());
            case FrameKind.Leave:
                var reason = reader.ReadString();
                lock (_gate)
                {
                    _members.Leave(from.Peer, reason);
                }

                return "it left";
            default:
                return $"it sent a {kind} frame on its control link";
        }
    }

    protected override string? PassOn(Session from, NodeId destination, FrameKind kind, ReadOnlyMemory<byte> frame)
    {
        if (SessionTo(destination) is not { } session)
        {
            return null;
        }

        // What one node says to another must not cost that one its link. Watches must not be lost on a link that goes
        // on either, so it is the origin that loses its own, and says them again on the next.
        if (kind != FrameKind.Tell && session.Control.IsNearLimit)
        {
            return $"'{destination}' does not take as much as it sends there";
        }

        session.Control.Append(
            static (output, bytes) => output.Write(bytes.Span), frame, isBounded: kind == FrameKind.Tell);
        return null;
    }

    private static string? FindForgedIncarnation(Session from, ActorAddress bearer) =>
        NodeIncarnation.OfActor(bearer.Incarnation) == from.Peer.Incarnation
            ? null
            : $"it spoke of {bearer}, which is no actor of its incarnation {from.Peer.Incarnation}";

    private Welcome Welcome(byte[] issued)
    {
        var members = _members.All;
        return new Welcome(Timeouts.Lease, [.. members], issued)
        {
            Contacts = [.. members.Select(member => SessionTo(member.Node)?.Contact ?? PeerContact.None)],
        };
    }

    private bool IsConnected(NodeId node) => SessionTo(node)?.IsConnected == true;

    /// <summary>From here on all news of members waits in the outbox; what was before is in the welcome.</summary>
    private Session Open(FrameSocket socket, Member member, bool isBack)
    {
        var session = SessionTo(member.Node)!;
        _ = session.ControlLink.TryOpen(socket, Options.TimeProvider.GetTimestamp());
        foreach (var (name, bearer) in Names.All)
        {
            session.Control.Append(NameFrame.Write, new NameFrame(name, bearer));
        }

        NodesLog.Connected(Log, member.Node, member.Incarnation);
        if (isBack)
        {
            Watches.AskAgain(member.Node);
            _members.TellOfReturn(session);
        }

        return session;
    }

    private string? TakeName(Session from, string name, ActorAddress? bearer, bool isReminder)
    {
        if (bearer is { } address
            && (FindForgery(from, address.Node) ?? FindForgedIncarnation(from, address)) is { } forgery)
        {
            return forgery;
        }

        lock (_gate)
        {
            if (!_members.IsMember(from.Peer))
            {
                return "it is no member any more";
            }

            _names.Claim(from.Peer, name, bearer, isReminder);
        }

        return null;
    }

    private void RemoveRevoked()
    {
        foreach (var session in _members.Sessions)
        {
            if (Gate.FindRevocation(session.Peer.Node) is { } reason)
            {
                _members.Leave(session.Peer, reason);
            }
        }
    }

    private void Beat()
    {
        _members.Broadcast(PingFrame.Write, new PingFrame(FrameKind.Ping, Options.TimeProvider.GetTimestamp()));
        lock (_gate)
        {
            RemoveRevoked();
            _members.RemoveLost(Now);
        }

        foreach (var session in _members.Sessions)
        {
            KeepBulk(session);
        }

        Transfers.Review();
    }
}
