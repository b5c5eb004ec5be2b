using Decentral.Actors.Membership;
using Decentral.Actors.Nodes.Frames;
using Decentral.Actors.Nodes.Handshakes;
using Decentral.Actors.Nodes.Links;
using Decentral.Actors.Nodes.Sessions;
using Decentral.Wire.Records;
using Microsoft.Extensions.Logging;

namespace Decentral.Actors.Nodes.Spokes;

/// <summary>A node that dials a hub: all its ways lead there, and what the hub says of members and names holds.</summary>
internal sealed class SpokeSwitchboard : Switchboard, IDisposable
{
    private long _heardAt;
    private readonly ILogger _log;
    private Session _hub;

    public SpokeSwitchboard(NodesOptions options, Member self, Member hub)
        : base(options, self)
    {
        _hub = new Session(hub, options.OutboxBytes, options.RelayBytes);
        _log = options.LoggerFactory.CreateLogger("Decentral.Nodes");
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
        NodesLog.Ignored(_log, reason);
        return null;
    }

    public override void NameGiven(string wellKnownName, ActorRef bearer) =>
        Hub.Control.Append(NameFrame.Write, new NameFrame(wellKnownName, bearer.Address));

    public override void NameTakenBack(string wellKnownName, ActorRef bearer) =>
        Hub.Control.Append(NameFrame.Write, new NameFrame(wellKnownName, null));

    /// <summary>A control link is up: takes over what the hub says, and says again what may have been lost.</summary>
    public Session Welcomed(FrameSocket socket, Member hub, Welcome welcome)
    {
        var former = Hub;
        if (former.Peer.Incarnation != hub.Incarnation)
        {
            Learn(new MemberLost(former.Peer, "the hub was started again."));
            Volatile.Write(ref _hub, new Session(hub, Options.OutboxBytes, Options.RelayBytes));
            former.Dispose();
        }

        foreach (var member in welcome.Members)
        {
            Learn(member);
        }

        foreach (var missing in Roster.Members.Except(welcome.Members))
        {
            Learn(new MemberLost(missing, "it was lost while this node was not connected."));
        }

        Interlocked.Exchange(ref _heardAt, Options.TimeProvider.GetTimestamp());
        Hub.OpenControl(socket);
        foreach (var (name, bearer) in Local.Bearers)
        {
            NameGiven(name, bearer);
        }

        Watches.AskAgain(null);
        return Hub;
    }

    public void Dispose() => _hub.Dispose();

    protected override void Heard(Session from) => Interlocked.Exchange(ref _heardAt, Options.TimeProvider.GetTimestamp());

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
                Transfers.OfferAgain(back.Node);
                return null;
            case FrameKind.Name:
                var name = reader.ReadString();
                Names.Learn(name, reader.ReadActorAddressOrNull());
                return null;
            default:
                return $"it sent a {kind} frame on its control link";
        }
    }

    protected override void PassOn(Session from, NodeId destination, FrameKind kind, ReadOnlyMemory<byte> frame)
    {
        // It was for a former name of this node, or the hub is mistaken: a message may be lost.
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
