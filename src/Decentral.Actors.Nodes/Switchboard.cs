using Decentral.Actors.Hosting;
using Decentral.Actors.Local;
using Decentral.Actors.Membership;
using Decentral.Actors.Nodes.Addressing;
using Decentral.Actors.Nodes.Frames;
using Decentral.Actors.Nodes.Links;
using Decentral.Actors.Nodes.Membership;
using Decentral.Actors.Nodes.Sessions;
using Decentral.Actors.Nodes.Transfers;
using Decentral.Wire;
using Decentral.Wire.Records;
using Microsoft.Extensions.Logging;

namespace Decentral.Actors.Nodes;

/// <summary>
/// Joins the actors of one process to those of others: what leaves is encoded and queued at the session of the way
/// there, what comes is decoded and handed to its receiver. Hub and spoke differ in what they know and whom they reach.
/// From any thread.
/// </summary>
internal abstract class Switchboard : IRemoteNodes
{
    private LocalActorSystem? _local;

    protected Switchboard(NodesOptions options, Member self)
    {
        Options = options;
        Log = options.LoggerFactory.CreateLogger("Decentral.Nodes");
        Roster = new Roster(self);
        References = new References(this);
        Watches = new RemoteWatches(this);
        Transfers = new TransferDesk(this);
    }

    public NodesOptions Options { get; }

    public ILogger Log { get; }

    public NodeTimeouts Timeouts => Options.Timeouts;

    public Member Self => Roster.Self;

    /// <summary>The place of this node itself, where a frame asks for one and no actor is meant.</summary>
    public ActorAddress Here => new(Self.Node, "", NodeIncarnation.FirstOfActors(Self.Incarnation));

    public LocalActorSystem Local =>
        _local ?? throw new InvalidOperationException("The switchboard is not attached yet.");

    public DeadLetterOffice DeadLetters => Local.DeadLetterOffice;

    public Roster Roster { get; }

    public References References { get; }

    public RemoteWatches Watches { get; }

    public TransferDesk Transfers { get; }

    public NameDirectory Names { get; } = new();

    /// <summary>The error of a message that no catalogue knows: it would be lost on every attempt.</summary>
    public static InvalidOperationException NoFormat(in Envelope message) => new(
        $"{message.Type!.Open(message.Carried).GetType()} has no wire format and cannot leave its node: "
        + "add one to the catalogue of messages.");

    /// <summary>The session of the way to a node; null where there is none.</summary>
    public abstract Session? SessionTo(NodeId node);

    /// <summary>The session by which bulk data goes to a node; null where there is none.</summary>
    public virtual Session? BulkSessionTo(NodeId node) => SessionTo(node);

    /// <summary>There is bulk data between this node and another, which might go by a shorter way than it does.</summary>
    /// <param name="node">The other node.</param>
    /// <param name="isReceiver">Whether it is this node that receives it.</param>
    public virtual void SeekDirectLink(NodeId node, bool isReceiver)
    {
    }

    /// <summary>
    /// What a frame that claims to come from a node does wrong; null when it may come over that session.
    /// </summary>
    public abstract string? FindForgery(Session from, NodeId origin);

    /// <summary>
    /// Whose fault a frame is that cannot be read: where it can only have come from the other end, its link is given
    /// up; where it may have been passed on, the frame is left out, so that no node can cut another off.
    /// </summary>
    /// <returns>What is wrong; null where the link goes on.</returns>
    public abstract string? Blame(Session from, string reason);

    /// <summary>Whether the verdict on an actor's node is known.</summary>
    public bool IsGone(ActorAddress address) =>
        Roster.HasLost(address.Node, NodeIncarnation.OfActor(address.Incarnation));

    /// <summary>Makes the actors of a system known to others, and others to them.</summary>
    public void Attach(LocalActorSystem local) => _local = local;

    /// <summary>Sends a message to an actor of another node.</summary>
    /// <returns>Why not; the message is then still the caller's.</returns>
    public DeadLetterReason? Tell(ActorAddress receiver, in Envelope message)
    {
        if (!Options.Messages.TryFind(message.Type!, out var format))
        {
            throw NoFormat(message);
        }

        if (IsGone(receiver) || SessionTo(receiver.Node) is not { } session)
        {
            return DeadLetterReason.NoReceiver;
        }

        var frame = new TellFrame(receiver, message.Sender, format, message.Carried, Options.Limits);
        switch (session.Control.Append(TellFrame.Write, frame, isBounded: true))
        {
            case AppendOutcome.Queued:
                message.Release();
                return null;
            case AppendOutcome.Full:
                return DeadLetterReason.MailboxFull;
            case AppendOutcome.Closed:
            default:
                return DeadLetterReason.Lost;
        }
    }

    /// <summary>Says something to another node itself.</summary>
    public void SendTo<TState>(NodeId node, FrameWriting<TState> write, TState state) =>
        SessionTo(node)?.Control.Append(write, state);

    /// <summary>Takes a batch from a control link.</summary>
    /// <returns>What is wrong with it; null when nothing is.</returns>
    public string? Receive(Session from, ReadOnlyMemory<byte> batch)
    {
        if (!TryHear(from))
        {
            return "it is no member any more";
        }

        while (batch.Length > 0)
        {
            if (!FrameStream.TryTake(ref batch, out var frame))
            {
                return "it sent a frame with a wrong length";
            }

            if (TryTake(from, frame) is { } violation)
            {
                return violation;
            }
        }

        return null;
    }

    public ICluster ClusterOf(ActorCell subscriber) => new RosterCluster(Roster, subscriber);

    public RemoteRecipient? FindBearer(string wellKnownName) =>
        Names.Find(wellKnownName) is { } bearer && bearer.Node != Self.Node ? References.Remote(bearer) : null;

    public abstract void NameGiven(string wellKnownName, ActorRef bearer);

    public abstract void NameTakenBack(string wellKnownName, ActorRef bearer);

    public void ActorEnded(ActorRef actor)
    {
        Roster.Unsubscribe(actor);
        Watches.ForgetWatcher(actor);
        Watches.LocalEnded(actor.Address);
    }

    /// <summary>Learns of a verdict: all that is known of that incarnation ends.</summary>
    protected void Learn(MemberLost news)
    {
        if (Roster.Learn(news))
        {
            Names.ForgetNode(news.Member.Node, news.Member.Incarnation);
            Transfers.NodeLost(news.Member.Node, news.Reason);
            Watches.NodeLost(news.Member.Node, news.Member.Incarnation);
            EndDirectLinks(news.Member);
        }
    }

    /// <summary>The direct links with a member that is lost end.</summary>
    protected virtual void EndDirectLinks(Member lost)
    {
    }

    /// <summary>The other side lives.</summary>
    /// <returns>False when it is over, and what comes from it counts no more.</returns>
    protected abstract bool TryHear(Session from);

    /// <summary>
    /// Sends a sign of life over a bulk link, and breaks one over which none has come for long: without, whatever
    /// stands between the nodes would forget an idle one, and nobody would notice.
    /// </summary>
    public void KeepBulk(Session session)
    {
        var now = Options.TimeProvider.GetTimestamp();
        if (Options.TimeProvider.GetElapsedTime(session.BulkLink.HeardAt, now) > Timeouts.LongestSilence)
        {
            session.BulkLink.Abort();
        }

        session.Answers.Append(PingFrame.Write, new PingFrame(FrameKind.Ping, now));
    }

    /// <summary>Takes a frame that is for this node and that only hub or spoke takes.</summary>
    /// <returns>What is wrong with it; null when nothing is.</returns>
    protected abstract string? TakeOwn(Session from, FrameKind kind, ref MessageReader reader, WireRecord record);

    /// <summary>A frame for another node has come, where it is to go on.</summary>
    /// <returns>What is wrong with it; null when nothing is.</returns>
    protected abstract string? PassOn(Session from, NodeId destination, FrameKind kind, ReadOnlyMemory<byte> frame);

    private string? TryTake(Session from, ReadOnlyMemory<byte> frame)
    {
        try
        {
            return Take(from, frame);
        }
        catch (WireFormatException error)
        {
            return Blame(from, error.Message);
        }
    }

    private string? Take(Session from, ReadOnlyMemory<byte> frame)
    {
        var reader = new MessageReader(frame, References, Options.Limits);
        var record = reader.BeginRecord(1);
        var kind = reader.ReadEnum<FrameKind>();
        switch (kind)
        {
            case FrameKind.Tell:
                return TakeTell(from, ref reader, record, frame);
            case FrameKind.Watch or FrameKind.Unwatch or FrameKind.Ended:
                return TakeWatch(from, kind, reader.ReadActorAddress(), reader.ReadActorAddress(), frame);
            case FrameKind.Ping:
                from.Control.Append(PingFrame.Write, new PingFrame(FrameKind.Pong, reader.ReadInt64()));
                return null;
            case FrameKind.Pong:
                from.RoundTrip = Options.TimeProvider.GetElapsedTime(reader.ReadInt64());
                return null;
            default:
                return TakeOwn(from, kind, ref reader, record);
        }
    }

    private string? TakeTell(Session from, ref MessageReader reader, WireRecord record, ReadOnlyMemory<byte> frame)
    {
        var receiver = reader.ReadActorAddress();
        var sender = reader.ReadActorAddressOrNull();
        if (sender is { } origin && FindForgery(from, origin.Node) is { } forgery)
        {
            return forgery;
        }

        if (receiver.Node != Self.Node)
        {
            return PassOn(from, receiver.Node, FrameKind.Tell, frame);
        }

        // What cannot be read is the fault of its sender, or of neither where one is the older build: the link goes on,
        // which here is that of everybody else too.
        if (!Options.Messages.TryReadFormat(ref reader, out var format, out var reason))
        {
            NodesLog.Unreadable(Log, sender?.Node ?? from.Peer.Node, reason);
            return null;
        }

        reader.EndRecord(record);
        var body = new MessageReader(frame[(int)reader.Consumed..], References, Options.Limits);
        var told = sender is { } address ? References.Resolve(address) : ActorRef.None;
        if (!format.TryReadEnvelope(ref body, told, out var message, out reason))
        {
            NodesLog.Unreadable(Log, sender?.Node ?? from.Peer.Node, reason);
            return null;
        }

        var found = References.Resolve(receiver);
        if (((Recipient)found).TryAccept(message) is { } refusal)
        {
            DeadLetters.Take(message, found, refusal);
        }

        return null;
    }

    private string? TakeWatch(
        Session from, FrameKind kind, ActorAddress watched, ActorAddress watcher, ReadOnlyMemory<byte> frame)
    {
        var (origin, destination) = kind == FrameKind.Ended ? (watched, watcher) : (watcher, watched);
        if (FindForgery(from, origin.Node) is { } forgery)
        {
            return forgery;
        }

        if (destination.Node != Self.Node)
        {
            return PassOn(from, destination.Node, kind, frame);
        }

        if (kind == FrameKind.Watch)
        {
            Watches.Asked(watched, watcher);
        }
        else if (kind == FrameKind.Unwatch)
        {
            Watches.AskedNoMore(watched, watcher);
        }
        else
        {
            Watches.TellEnded(watched);
        }

        return null;
    }
}
