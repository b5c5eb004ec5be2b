using System.Collections.Concurrent;
using System.Security.Cryptography;
using Decentral.Actors.Membership;
using Decentral.Actors.Nodes.Frames;
using Decentral.Actors.Nodes.Handshakes;
using Decentral.Actors.Nodes.Links;
using Decentral.Actors.Nodes.Membership;
using Decentral.Actors.Nodes.Security;
using Decentral.Actors.Nodes.Sessions;
using Decentral.Wire.Records;
using Microsoft.Extensions.Logging;

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
    private readonly ILogger _log;
    private readonly ITimer _heartbeat;
    private readonly int _maxStrangers;
    private int _strangers;

    public HubSwitchboard(NodesOptions nodes, HubOptions options, Member self)
        : base(nodes, self)
    {
        _doorkeeper = options.Keys is { } keys
            ? new KeyGate(keys.Signing, keys.Tokens, keys.Revoked, IsConnected, nodes.TimeProvider)
            : OpenGate.Instance;
        _maxStrangers = options.MaxStrangers;
        _authority = new MembershipAuthority(self, nodes.Timeouts, options.MaxMembers, nodes.TimeProvider.GetUtcNow());
        _log = nodes.LoggerFactory.CreateLogger("Decentral.Nodes");
        _heartbeat = nodes.TimeProvider.CreateTimer(
            static hub => ((HubSwitchboard)hub!).Beat(), this, nodes.Timeouts.Heartbeat, nodes.Timeouts.Heartbeat);
    }

    private DateTimeOffset Now => Options.TimeProvider.GetUtcNow();

    public override Session? SessionTo(NodeId node) => _sessions.GetValueOrDefault(node);

    public override string? FindForgery(Session from, NodeId origin) =>
        origin == from.Peer.Node ? null : $"it spoke in the name of '{origin}', which it is not";

    public override string? Blame(Session from, string reason) => reason;

    public override void NameGiven(string wellKnownName, ActorRef bearer) => Publish(wellKnownName, bearer.Address);

    public override void NameTakenBack(string wellKnownName, ActorRef bearer)
    {
        if (Names.TryForget(wellKnownName, bearer.Address))
        {
            Broadcast(NameFrame.Write, new NameFrame(wellKnownName, null));
        }
    }

    /// <summary>Serves one connection from its first word to its end.</summary>
    public async Task ServeAsync(FrameSocket socket, CancellationToken cancellationToken)
    {
        var challenge = new Challenge(
            ProtocolVersion.Oldest, ProtocolVersion.Newest, Self, RandomNumberGenerator.GetBytes(Challenge.NonceBytes), Now);
        var greeting = new HubGreeting(socket, References, Options);
        if (await AskStrangerAsync(greeting, challenge, cancellationToken).ConfigureAwait(false) is not { } hello)
        {
            return;
        }

        if (Examine(challenge, hello, out var issued) is { } refusal)
        {
            NodesLog.Refused(_log, hello.Candidate.Node, refusal.Reason);
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
        await Task.WhenAll(_sessions.Values.Select(session => session.FinishControlAsync())).ConfigureAwait(false);
    }

    public void Dispose()
    {
        _heartbeat.Dispose();
        foreach (var session in _sessions.Values)
        {
            session.Abort();
        }
    }

    protected override void Heard(Session from)
    {
        lock (_gate)
        {
            _authority.Heard(from.Peer.Node, from.Peer.Incarnation, Now);
        }
    }

    protected override string? TakeOwn(Session from, FrameKind kind, ref MessageReader reader)
    {
        switch (kind)
        {
            case FrameKind.Name:
                var name = reader.ReadString();
                return TakeName(from, name, reader.ReadActorAddressOrNull());
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

    protected override void PassOn(Session from, NodeId destination, FrameKind kind, ReadOnlyMemory<byte> frame)
    {
        if (SessionTo(destination) is { } session)
        {
            session.Control.Append(
                static (output, bytes) => output.Write(bytes.Span), frame, isBounded: kind == FrameKind.Tell);
        }
    }

    /// <summary>Asks who it is, unless as many are being asked as may be: the others can try again.</summary>
    private async Task<Hello?> AskStrangerAsync(HubGreeting greeting, Challenge challenge, CancellationToken cancellationToken)
    {
        try
        {
            return Interlocked.Increment(ref _strangers) > _maxStrangers
                ? null
                : await greeting.AskAsync(challenge, cancellationToken).ConfigureAwait(false);
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
        var (session, refusal, welcome) = Admit(socket, hello, issued);
        if (session is null)
        {
            await greeting.RefuseAsync(refusal!, cancellationToken).ConfigureAwait(false);
            return;
        }

        await greeting.WelcomeAsync(welcome!, cancellationToken).ConfigureAwait(false);
        socket.MaxBatchBytes = Options.MaxBatchBytes;
        var control = LinkPump.RunAsync(
            socket,
            ending => ControlSender.SendAsync(session, socket, ending),
            batch => Receive(session, batch),
            cancellationToken);
        session.ControlEnded = control;
        var reason = await control.ConfigureAwait(false);
        if (session.CloseControl(socket))
        {
            NodesLog.Disconnected(_log, session.Peer.Node, reason);
            lock (_gate)
            {
                _authority.Disconnected(session.Peer.Node, session.Peer.Incarnation, Now, reason);
            }
        }
    }

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
        session.OpenBulk(socket);
        Transfers.OfferAgain(session.Peer.Node);
        Broadcast(
            MemberFrame.Write, new MemberFrame(FrameKind.MemberBack, session.Peer, ""), except: session);
        var ended = await LinkPump.RunAsync(
            socket,
            ending => Transfers.SendAsync(session, socket, ending),
            batch => Transfers.Receive(session, batch),
            cancellationToken).ConfigureAwait(false);
        if (session.CloseBulk(socket))
        {
            NodesLog.BulkDisconnected(_log, session.Peer.Node, ended);
        }
    }

    private (Session? Session, Refusal? Refusal, Welcome? Welcome) Admit(FrameSocket socket, Hello hello, byte[] issued)
    {
        lock (_gate)
        {
            var candidate = hello.Candidate;
            var admission = _authority.Admit(candidate, Now);
            Remove(admission.Superseded);
            switch (admission.Kind)
            {
                case AdmissionKind.Outdated:
                    return (null, new Refusal(RefusalKind.Outdated, admission.Reason, admission.Floor), null);
                case AdmissionKind.Refused:
                    return (null, new Refusal(RefusalKind.Unwanted, admission.Reason, 0), null);
                case AdmissionKind.Joined:
                    _sessions[candidate.Node] = new Session(candidate, Options.OutboxBytes, Options.RelayBytes);
                    Announce(candidate);
                    break;
                case AdmissionKind.Returned:
                default:
                    break;
            }

            AdoptAll(hello.Known);
            var session = _sessions.GetOrAdd(
                candidate.Node, _ => new Session(candidate, Options.OutboxBytes, Options.RelayBytes));

            // From here on all news waits in the outbox; what was before is in the welcome.
            session.OpenControl(socket);
            foreach (var (name, bearer) in Names.All)
            {
                session.Control.Append(NameFrame.Write, new NameFrame(name, bearer));
            }

            NodesLog.Connected(_log, candidate.Node, candidate.Incarnation);
            if (admission.Kind == AdmissionKind.Returned)
            {
                Watches.AskAgain(candidate.Node);
                Broadcast(MemberFrame.Write, new MemberFrame(FrameKind.MemberBack, candidate, ""), except: session);
            }

            return (session, null, new Welcome(Timeouts.Lease, [.. _authority.Members], issued));
        }
    }

    /// <summary>Members of a former life of this hub, of whom it hears from others: they have their lease to come back.</summary>
    private void AdoptAll(IReadOnlyList<Member> known)
    {
        foreach (var member in known)
        {
            if (_authority.Adopt(member, Now))
            {
                _sessions[member.Node] = new Session(member, Options.OutboxBytes, Options.RelayBytes);
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

        NodesLog.Lost(_log, lost.Member.Node, lost.Reason);
        if (_sessions.TryGetValue(lost.Member.Node, out var session) && session.Peer.Incarnation == lost.Member.Incarnation)
        {
            _sessions.TryRemove(lost.Member.Node, out _);
            session.Abort();
        }

        Broadcast(MemberFrame.Write, new MemberFrame(FrameKind.MemberLost, lost.Member, lost.Reason));
        Learn(lost);
    }

    private string? TakeName(Session from, string name, ActorAddress? bearer)
    {
        if (bearer is { } address)
        {
            if (FindForgery(from, address.Node) is { } forgery)
            {
                return forgery;
            }

            Publish(name, address);
        }
        else if (Names.Find(name) is { } former && former.Node == from.Peer.Node)
        {
            Names.Learn(name, null);
            Broadcast(NameFrame.Write, new NameFrame(name, null));
        }

        return null;
    }

    private void Publish(string name, ActorAddress bearer)
    {
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

        Transfers.Review();
    }
}
