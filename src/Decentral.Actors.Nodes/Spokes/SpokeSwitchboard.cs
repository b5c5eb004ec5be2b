using Decentral.Actors.Membership;
using Decentral.Actors.Nodes.Frames;
using Decentral.Actors.Nodes.Handshakes;
using Decentral.Actors.Nodes.Links;
using Decentral.Actors.Nodes.Peers;
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

    /// <param name="options">Bounds, and waiting times.</param>
    /// <param name="self">This node.</param>
    /// <param name="hub">The hub that it has joined.</param>
    /// <param name="join">How it is linked with its peers.</param>
    /// <param name="trust">Whom of those it believes.</param>
    public SpokeSwitchboard(NodesOptions options, Member self, Member hub, JoinOptions join, PeerTrust trust)
        : base(options, self)
    {
        _hub = new Session(hub, options);
        Peers = new PeerLinks(this, new PeerDialer(self, trust, options, join.Hub.IsLoopback), join);
        Roster.Learn(new MemberUp(hub));
    }

    /// <summary>The direct links with other nodes.</summary>
    public PeerLinks Peers { get; }

    /// <summary>How other nodes are reached.</summary>
    public PeerDirectory Contacts { get; } = new();

    /// <summary>The session with the present incarnation of the hub.</summary>
    public Session Hub => Volatile.Read(ref _hub);

    /// <summary>How long nothing has been heard of the hub.</summary>
    public TimeSpan Silence => Options.TimeProvider.GetElapsedTime(Interlocked.Read(ref _heardAt));

    public override Session? SessionTo(NodeId node) => node == Self.Node ? null : Hub;

    public override Session? BulkSessionTo(NodeId node) =>
        node == Self.Node ? null : Peers.Find(node) ?? Hub;

    public override void SeekDirectLink(NodeId node, bool isReceiver) => Peers.Seek(node, isReceiver);

    /// <summary>A member other than this node and the hub; null where there is none of that name.</summary>
    public Member? FindPeer(NodeId node) => node == Self.Node || node == Hub.Peer.Node ? null : Roster.Find(node);

    // What comes from the hub, the hub has checked.
    public override string? FindForgery(Session from, NodeId origin) =>
        !from.IsDirect || origin == from.Peer.Node ? null : $"it spoke in the name of '{origin}', which it is not";

    public override string? Blame(Session from, string reason)
    {
        if (from.IsDirect)
        {
            return reason;
        }

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

        foreach (var (index, member) in welcome.Members.Index())
        {
            Learn(member, index < welcome.Contacts.Length ? welcome.Contacts[index] : null);
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
        Peers.Beat();
        Transfers.Review();
    }

    protected override bool TryHear(Session from)
    {
        Interlocked.Exchange(ref _heardAt, Options.TimeProvider.GetTimestamp());
        return true;
    }

    protected override string? TakeOwn(Session from, FrameKind kind, ref MessageReader reader, WireRecord record)
    {
        switch (kind)
        {
            case FrameKind.MemberUp:
                var news = MemberFrame.Read(kind, ref reader, record);
                Learn(news.Member, news.Contact);
                return null;
            case FrameKind.MemberLost:
                var lost = MemberFrame.Read(kind, ref reader, record);
                Learn(new MemberLost(lost.Member, lost.Reason));
                return null;
            case FrameKind.MemberBack:
                var back = MemberFrame.Read(kind, ref reader, record);
                LearnContact(back.Member, back.Contact);
                Watches.AskAgain(back.Member.Node);
                Transfers.Outgoing.OfferAgain(Hub, back.Member.Node);
                return null;
            case FrameKind.Name:
                var name = reader.ReadString();
                Names.Learn(name, reader.ReadActorAddressOrNull());
                return null;
            default:
                return $"it sent a {kind} frame on its control link";
        }
    }

    protected override void EndDirectLinks(Member lost)
    {
        Contacts.Forget(lost);
        Peers.NodeLost(lost);
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

    private void Learn(Member member, PeerContact? contact)
    {
        if (Roster.Find(member.Node) is { } former && former.Incarnation < member.Incarnation)
        {
            Learn(new MemberLost(former, "it came back as a new incarnation."));
        }

        // First, because whoever hears of the member may have bulk data for it at once.
        LearnContact(member, contact);
        Roster.Learn(new MemberUp(member));
    }

    private void LearnContact(Member member, PeerContact? contact)
    {
        if (contact is not null && !Roster.HasLost(member.Node, member.Incarnation))
        {
            Contacts.Learn(member, contact);
        }
    }
}
