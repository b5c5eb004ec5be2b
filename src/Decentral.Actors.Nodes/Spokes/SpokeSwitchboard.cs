using Decentral.Actors.Membership;
using Decentral.Actors.Nodes.Frames;
using Decentral.Actors.Nodes.Handshakes;
using Decentral.Actors.Nodes.Links;
using Decentral.Actors.Nodes.Sessions;
using Decentral.Wire.Records;

namespace Decentral.Actors.Nodes.Spokes;

/// <summary>
/// A node that dials a hub: all its ways lead there, and what the hub says of members and names holds.
/// </summary>
internal sealed class SpokeSwitchboard : Switchboard
{
    private readonly Lock _saying = new();
    private long _heardAt;
    private Session _hub;

    public SpokeSwitchboard(NodesOptions options, Member self, Member hub)
        : base(options, self)
    {
        _hub = new Session(hub, options);
        Roster.Learn(new MemberUp(hub));
    }

    /// <summary>The session with the present incarnation of the hub.</summary>
    public Session Hub => Volatile.Read(ref _hub);

    /// <summary>How long nothing has been heard of the hub.</summary>
    public TimeSpan Silence => Options.TimeProvider.GetElapsedTime(Interlocked.Read(ref _heardAt));

    public override Session? SessionTo(NodeId node) => node == Self.Node ? null : Hub;

    // The hub has checked it, and nobody else speaks to this node.
    public override string? FindForgery(Session from, NodeId origin) => null;

    public override string? Blame(Session from, string reason)
    {
        NodesLog.Unreadable(Log, from.Peer.Node, reason);
        return null;
    }

    public override void NameGiven(string wellKnownName, ActorRef bearer) =>
        SayWhoBears(wellKnownName, isReminder: false);

    public override void NameTakenBack(string wellKnownName, ActorRef bearer) =>
        SayWhoBears(wellKnownName, isReminder: false);

    /// <summary>A control link is up: takes over what the hub says, and says again what may have been lost.</summary>
    public Session Welcomed(FrameSocket socket, Member hub, Welcome welcome)
    {
        var former = Hub;
        if (former.Peer.Incarnation != hub.Incarnation)
        {
            Learn(new MemberLost(former.Peer, "the hub was started again."));
            Volatile.Write(ref _hub, new Session(hub, Options));
            former.Abort();
        }

        foreach (var member in welcome.Members)
        {
            Learn(member);
        }

        foreach (var missing in Roster.Members.ExceptBy(welcome.Members.Select(IncarnationOf), IncarnationOf))
        {
            Learn(new MemberLost(missing, "it was lost while this node was not connected."));
        }

        // The hub says anew who bears which name; what was given up while this node was away, it does not say.
        Names.Clear();
        var now = Options.TimeProvider.GetTimestamp();
        Interlocked.Exchange(ref _heardAt, now);
        if (!Hub.ControlLink.TryOpen(socket, now))
        {
            throw new InvalidOperationException(
                $"The control link to {hub.Node} is up already, and is to open once more.");
        }

        foreach (var (name, _) in Local.Bearers)
        {
            SayWhoBears(name, isReminder: true);
        }

        Watches.AskAgain(null);
        return Hub;
    }

    /// <summary>
    /// At each heartbeat: ends links over which nothing comes, where only this side has not noticed that they have.
    /// </summary>
    public void Beat()
    {
        var hub = Hub;
        if (Silence > Timeouts.Lease)
        {
            hub.Abort();
        }

        KeepBulk(hub);
        Transfers.Review();
    }

    protected override bool TryHear(Session from)
    {
        Interlocked.Exchange(ref _heardAt, Options.TimeProvider.GetTimestamp());
        return true;
    }

    protected override string? TakeOwn(Session from, FrameKind kind, ref MessageReader reader)
    {
        switch (kind)
        {
            case FrameKind.MemberUp:
                Learn(MemberFrame.ReadMember(ref reader));
                return null;
            case FrameKind.MemberLost:
                var lost = MemberFrame.ReadMember(ref reader);
                Learn(new MemberLost(lost, reader.ReadString()));
                return null;
            case FrameKind.MemberBack:
                var back = MemberFrame.ReadMember(ref reader);
                Watches.AskAgain(back.Node);
                Transfers.Outgoing.OfferAgain(back.Node);
                return null;
            case FrameKind.Name:
                var name = reader.ReadString();
                Names.Learn(name, reader.ReadActorAddressOrNull());
                return null;
            default:
                return $"it sent a {kind} frame on its control link";
        }
    }

    // It was for a former name of this node, or the hub is mistaken: a message may be lost.
    protected override string? PassOn(
        Session from, NodeId destination, FrameKind kind, ReadOnlyMemory<byte> frame) => null;

    private static (NodeId Node, long Incarnation) IncarnationOf(Member member) => (member.Node, member.Incarnation);

    // Whoever bears it now, and not whoever the caller speaks of: of two that speak at once, the last says what holds.
    private void SayWhoBears(string name, bool isReminder)
    {
        lock (_saying)
        {
            Hub.Control.Append(NameFrame.Write, new NameFrame(name, Local.FindBearer(name)?.Address, isReminder));
        }
    }

    private void Learn(Member member)
    {
        if (Roster.Find(member.Node) is { } former && former.Incarnation < member.Incarnation)
        {
            Learn(new MemberLost(former, "it came back as a new incarnation."));
        }

        Roster.Learn(new MemberUp(member));
    }
}
