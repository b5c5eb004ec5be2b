using System.Collections.Concurrent;
using System.Security.Cryptography;
using Decentral.Actors.Membership;
using Decentral.Actors.Nodes.Addressing;
using Decentral.Actors.Nodes.Frames;
using Decentral.Actors.Nodes.Handshakes;
using Decentral.Actors.Nodes.Links;
using Decentral.Actors.Nodes.Membership;
using Decentral.Actors.Nodes.Security;
using Decentral.Actors.Nodes.Sessions;
using Decentral.Wire.Records;

namespace Decentral.Actors.Nodes.Hubs;

/// <summary>
/// The node that all others dial: it says who is a member, knows who bears which name, and passes on what nodes say to each
/// other. Nothing is spoken in the name of another.
/// </summary>
internal sealed class HubSwitchboard : Switchboard, IDisposable
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<NodeId, Session> _sessions = new();
    private readonly MembershipAuthority _authority;
    private readonly IGate _doorkeeper;
    private readonly int _maxStrangers;
    private readonly DateTimeOffset _startedAt;
    private readonly long _startedTimestamp;
    private readonly ITimer _heartbeat;
    private int _strangers;

    public HubSwitchboard(NodesOptions nodes, HubOptions options, Member self)
        : base(nodes, self)
    {
        _doorkeeper = options.Keys is { } keys
            ? new KeyGate(keys.Signing, keys.Tokens, keys.Revoked, IsConnected, nodes.TimeProvider)
            : OpenGate.Instance;
        _authority = new MembershipAuthority(self, nodes.Timeouts, options.MaxMembers, nodes.TimeProvider.GetUtcNow());
        _maxStrangers = options.MaxStrangers;
        _startedAt = nodes.TimeProvider.GetUtcNow();
        _startedTimestamp = nodes.TimeProvider.GetTimestamp();
        _heartbeat = nodes.TimeProvider.CreateTimer(
            static hub => ((HubSwitchboard)hub!).Beat(), this, nodes.Timeouts.Heartbeat, nodes.Timeouts.Heartbeat);
    }

    // Not the wall clock, which somebody may set back or forth: it would excuse the silent, or condemn the living.
    private DateTimeOffset Now => _startedAt + Options.TimeProvider.GetElapsedTime(_startedTimestamp);

    public override Session? SessionTo(NodeId node) => _sessions.GetValueOrDefault(node);

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
                Publish(wellKnownName, present.Address);
            }
        }
    }

    public override void NameTakenBack(string wellKnownName, ActorRef bearer)
    {
        lock (_gate)
        {
            if (Names.TryForget(wellKnownName, bearer.Address))
            {
                Broadcast(NameFrame.Write, new NameFrame(wellKnownName, null));
            }
        }
    }

    /// <summary>Serves one connection from its first word to its end.</summary>
    public async Task ServeAsync(FrameSocket socket, CancellationToken cancellationToken)
    {
        var challenge = new Challenge(
            ProtocolVersion.Oldest,
            ProtocolVersion.Newest,
            Self,
            RandomNumberGenerator.GetBytes(Challenge.NonceBytes),
            Options.TimeProvider.GetUtcNow());
        var greeting = new HubGreeting(socket, References, Options);
        if (await GreetAsync(greeting, challenge, cancellationToken).ConfigureAwait(false) is not { } hello)
        {
            return;
        }

        if (Examine(challenge, hello, out var issued) is { } refusal)
        {
            NodesLog.Refused(Log, hello.Candidate.Node, refusal.Reason);
            await greeting.RefuseAsync(refusal, cancellationToken).ConfigureAwait(false);
        }
        else if (hello.Purpose == LinkPurpose.Control)
        {
            await ServeControlAsync(greeting, socket, hello, issued, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await ServeBulkAsync(greeting, socket, hello, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Tells all nodes that this hub has ended: nobody else could give the verdict on it.</summary>
    public async Task LeaveAsync()
    {
        Broadcast(MemberFrame.Write, new MemberFrame(FrameKind.MemberLost, Self, "the hub has ended its work."));
        await Task.WhenAll(_sessions.Values.Select(session => session.ControlLink.FinishAsync(Options.TimeProvider))).ConfigureAwait(false);
    }

    public void Dispose()
    {
        _heartbeat.Dispose();
        foreach (var session in _sessions.Values)
        {
            session.Abort();
        }
    }

    protected override bool TryHear(Session from)
    {
        lock (_gate)
        {
            _authority.Heard(from.Peer.Node, from.Peer.Incarnation, Now);
            return _authority.IsMember(from.Peer.Node, from.Peer.Incarnation);
        }
    }

    protected override string? TakeOwn(Session from, FrameKind kind, ref MessageReader reader)
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
                    Remove(_authority.Leave(from.Peer.Node, from.Peer.Incarnation, reason));
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

        // What one node says to another must not cost that one its link. Watches must not be lost on a link that goes on either,
        // so it is the origin that loses its own, and says them again on the next.
        if (kind != FrameKind.Tell && session.Control.IsNearLimit)
        {
            return $"'{destination}' does not take as much as it sends there";
        }

        session.Control.Append(
            static (output, bytes) => output.Write(bytes.Span), frame, isBounded: kind == FrameKind.Tell);
        return null;
    }

    /// <summary>Hears who connects, while there are not too many of whom that is not known.</summary>
    private async Task<Hello?> GreetAsync(HubGreeting greeting, Challenge challenge, CancellationToken cancellationToken)
    {
        try
        {
            return Interlocked.Increment(ref _strangers) <= _maxStrangers
                ? await greeting.AskAsync(challenge, cancellationToken).ConfigureAwait(false)
                : null;
        }
        finally
        {
            Interlocked.Decrement(ref _strangers);
        }
    }

    private bool IsConnected(NodeId node) => SessionTo(node)?.IsConnected == true;

    private Refusal? Examine(Challenge challenge, Hello hello, out byte[] issued)
    {
        issued = [];
        if (ProtocolVersion.Common(hello.Version, hello.Version) is null)
        {
            return new Refusal(
                RefusalKind.Version, ProtocolVersion.Explain(hello.Candidate.Node.Name, hello.Version, hello.Version), 0);
        }

        return _doorkeeper.Check(challenge, hello, out issued) is { } reason
            ? new Refusal(RefusalKind.Credential, reason, 0)
            : null;
    }

    private async Task ServeControlAsync(
        HubGreeting greeting, FrameSocket socket, Hello hello, byte[] issued, CancellationToken cancellationToken)
    {
        Session? session = null;
        Refusal? refusal = null;
        Welcome? welcome = null;
        while (session is null && refusal is null)
        {
            // The newest connection of a node is the one that it knows of.
            await EndFormerAsync(hello, former => former.ControlLink).ConfigureAwait(false);
            (session, refusal, welcome) = Admit(socket, hello, issued);
        }

        if (session is null)
        {
            await greeting.RefuseAsync(refusal!, cancellationToken).ConfigureAwait(false);
            return;
        }

        var reason = "this node failed at it";
        try
        {
            await greeting.WelcomeAsync(welcome!, cancellationToken).ConfigureAwait(false);
            socket.MaxBatchBytes = Options.MaxBatchBytes;
            reason = await LinkPump.RunAsync(
                socket,
                ending => ControlSender.SendAsync(session, socket, ending),
                batch => Receive(session, batch),
                Options.TimeProvider,
                Log,
                cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            NodesLog.Disconnected(Log, session.Peer.Node, reason);
            lock (_gate)
            {
                _authority.Disconnected(session.Peer.Node, session.Peer.Incarnation, Now, reason);
                session.ControlLink.Close();
            }
        }
    }

    private Task EndFormerAsync(Hello hello, Func<Session, LinkSlot> link) =>
        SessionTo(hello.Candidate.Node) is { } former && former.Peer.Incarnation == hello.Candidate.Incarnation
            ? link(former).EndAsync()
            : Task.CompletedTask;

    private async Task ServeBulkAsync(
        HubGreeting greeting, FrameSocket socket, Hello hello, CancellationToken cancellationToken)
    {
        var session = SessionTo(hello.Candidate.Node);
        if (session is null || session.Peer.Incarnation != hello.Candidate.Incarnation)
        {
            var reason = $"'{hello.Candidate.Node}' is not a member of that incarnation: its control link comes first.";
            await greeting.RefuseAsync(new Refusal(RefusalKind.NotNow, reason, 0), cancellationToken).ConfigureAwait(false);
            return;
        }

        await greeting.WelcomeAsync(new Welcome(Timeouts.Lease, [], []), cancellationToken).ConfigureAwait(false);
        socket.MaxBatchBytes = Options.MaxBatchBytes;
        do
        {
            await session.BulkLink.EndAsync().ConfigureAwait(false);
        }
        while (!session.BulkLink.TryOpen(socket, Options.TimeProvider.GetTimestamp()));

        var ended = "this node failed at it";
        try
        {
            Transfers.OfferAgain(session.Peer.Node);
            Broadcast(
                MemberFrame.Write, new MemberFrame(FrameKind.MemberBack, session.Peer, ""), except: session);
            ended = await LinkPump.RunAsync(
                socket,
                ending => Transfers.SendAsync(session, socket, ending),
                batch => Transfers.Receive(session, batch),
                Options.TimeProvider,
                Log,
                cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            session.CloseBulk();
            NodesLog.BulkDisconnected(Log, session.Peer.Node, ended);
        }
    }

    /// <summary>Takes a connection, or says why not; neither while a former one of the node has not ended.</summary>
    private (Session? Session, Refusal? Refusal, Welcome? Welcome) Admit(FrameSocket socket, Hello hello, byte[] issued)
    {
        lock (_gate)
        {
            var candidate = hello.Candidate;
            if (SessionTo(candidate.Node) is { ControlLink.IsOpen: true } present
                && present.Peer.Incarnation == candidate.Incarnation)
            {
                return default;
            }

            var admission = _authority.Admit(candidate, Now);
            Remove(admission.Superseded);
            switch (admission.Kind)
            {
                case AdmissionKind.Outdated:
                    return (null, new Refusal(RefusalKind.Outdated, admission.Reason, admission.Floor), null);
                case AdmissionKind.Refused:
                    return (null, new Refusal(RefusalKind.Unwanted, admission.Reason, 0), null);
                case AdmissionKind.Joined:
                    _sessions[candidate.Node] = new Session(candidate, Options);
                    Announce(candidate);
                    break;
                case AdmissionKind.Returned:
                default:
                    break;
            }

            AdoptAll(hello.Known);

            // From here on all news waits in the outbox; what was before is in the welcome.
            var session = _sessions[candidate.Node];
            _ = session.ControlLink.TryOpen(socket, Options.TimeProvider.GetTimestamp());
            foreach (var (name, bearer) in Names.All)
            {
                session.Control.Append(NameFrame.Write, new NameFrame(name, bearer));
            }

            NodesLog.Connected(Log, candidate.Node, candidate.Incarnation);
            if (admission.Kind == AdmissionKind.Returned)
            {
                Watches.AskAgain(candidate.Node);
                Broadcast(MemberFrame.Write, new MemberFrame(FrameKind.MemberBack, candidate, ""), except: session);
            }

            return (session, null, new Welcome(Timeouts.Lease, [.. _authority.Members], issued));
        }
    }

    /// <summary>Members of a former life of this hub, of whom it hears from others: they have some time to come back.</summary>
    private void AdoptAll(IReadOnlyList<Member> known)
    {
        foreach (var member in known)
        {
            if (_authority.Adopt(member, Now) is { } admission)
            {
                Remove(admission.Superseded);
                _sessions[member.Node] = new Session(member, Options);
                Announce(member);
            }
        }
    }

    private void Announce(Member member)
    {
        Roster.Learn(new MemberUp(member));
        Broadcast(MemberFrame.Write, new MemberFrame(FrameKind.MemberUp, member, ""));
    }

    private void Remove(MemberLost? lost)
    {
        if (lost is null)
        {
            return;
        }

        NodesLog.Lost(Log, lost.Member.Node, lost.Reason);
        if (_sessions.TryGetValue(lost.Member.Node, out var session) && session.Peer.Incarnation == lost.Member.Incarnation)
        {
            _sessions.TryRemove(lost.Member.Node, out _);
            session.Abort();
        }

        Broadcast(MemberFrame.Write, new MemberFrame(FrameKind.MemberLost, lost.Member, lost.Reason));
        Learn(lost);
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
            var former = Names.Find(name);
            if (!_authority.IsMember(from.Peer.Node, from.Peer.Incarnation))
            {
                return "it is no member any more";
            }

            if (bearer is { } claimant)
            {
                // What another has taken over while the link was down stays with that one.
                if (!isReminder || former is null || former.Value.Node == from.Peer.Node)
                {
                    Publish(name, claimant);
                }
            }
            else if (former?.Node == from.Peer.Node)
            {
                Names.Learn(name, null);
                Broadcast(NameFrame.Write, new NameFrame(name, null));
            }
        }

        return null;
    }

    private static string? FindForgedIncarnation(Session from, ActorAddress bearer) =>
        NodeIncarnation.OfActor(bearer.Incarnation) == from.Peer.Incarnation
            ? null
            : $"it spoke of {bearer}, which is no actor of its incarnation {from.Peer.Incarnation}";

    private void Publish(string name, ActorAddress bearer)
    {
        if (Names.FindObstacle(name) is { } obstacle)
        {
            NodesLog.NameRefused(Log, name.Length <= NameDirectory.MaxNameLength ? name : "...", bearer, obstacle);
            return;
        }

        Names.Learn(name, bearer);
        Broadcast(NameFrame.Write, new NameFrame(name, bearer));
    }

    private void Broadcast<TState>(FrameWriting<TState> write, TState state, Session? except = null)
    {
        foreach (var session in _sessions.Values)
        {
            if (session != except)
            {
                session.Control.Append(write, state);
            }
        }
    }

    private void Beat()
    {
        Broadcast(PingFrame.Write, new PingFrame(FrameKind.Ping, Options.TimeProvider.GetTimestamp()));
        lock (_gate)
        {
            foreach (var lost in _authority.RemoveLost(Now))
            {
                Remove(lost);
            }
        }

        foreach (var session in _sessions.Values)
        {
            KeepBulk(session);
        }

        Transfers.Review();
    }
}
