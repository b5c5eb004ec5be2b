using Decentral.Actors.Membership;
using Decentral.Actors.Nodes.Frames;
using Decentral.Actors.Nodes.Handshakes;
using Decentral.Actors.Nodes.Peers;
using Decentral.Actors.Nodes.Tests.Hostility;
using Decentral.Actors.Nodes.Transfers;

namespace Decentral.Actors.Nodes.Tests.Frames;

/// <summary>One of each frame, without the length before it.</summary>
internal static class GoldenFrames
{
    public static readonly Member Member = new(new NodeId("a"), 300, new MemberProfile(8, 1L << 33));
    public static readonly ActorAddress Here = new(new NodeId("b"), "root/child", 70_000);
    public static readonly ActorAddress There = new(new NodeId("a"), "actor", -1);
    public static readonly TransferRoute Route = new(new NodeId("b"), new NodeId("a"), new TransferKey(300, 7));

    public static readonly PeerContact Contact =
        new([.. Enumerable.Range(0, 32).Select(value => (byte)value)], ["https://a:7451/"]);

    public static IReadOnlyDictionary<string, byte[]> All { get; } = new Dictionary<string, byte[]>
    {
        ["Challenge"] = HostileFrames.Of(Challenge.Write, new Challenge(
            1, 2, Member, [.. Enumerable.Range(0, 32).Select(value => (byte)value)],
            new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero))),
        ["Hello"] = HostileFrames.Of(Hello.Write, new Hello(1, LinkPurpose.Bulk, Member, [Member], [1, 2, 3])
        {
            Addresses = Contact.Addresses,
        }),
        ["Welcome"] = HostileFrames.Of(Welcome.Write, new Welcome(TimeSpan.FromSeconds(3), [Member], [4, 5])
        {
            Contacts = [Contact],
        }),
        ["Refusal"] = HostileFrames.Of(Refusal.Write, new Refusal(RefusalKind.Outdated, "why", 301)),
        ["Ping"] = HostileFrames.Of(PingFrame.Write, new PingFrame(FrameKind.Ping, 1L << 40)),
        ["Pong"] = HostileFrames.Of(PingFrame.Write, new PingFrame(FrameKind.Pong, 1L << 40)),
        ["Tell"] = HostileFrames.Tell(Here, There),
        ["Watch"] = HostileFrames.Of(WatchFrame.Write, new WatchFrame(FrameKind.Watch, Here, There)),
        ["Unwatch"] = HostileFrames.Of(WatchFrame.Write, new WatchFrame(FrameKind.Unwatch, Here, There)),
        ["Ended"] = HostileFrames.Of(WatchFrame.Write, new WatchFrame(FrameKind.Ended, There, Here)),
        ["MemberUp"] = HostileFrames.Of(
            MemberFrame.Write, new MemberFrame(FrameKind.MemberUp, Member, "", Contact)),
        ["MemberLost"] = HostileFrames.Member(FrameKind.MemberLost, Member),
        ["MemberBack"] = HostileFrames.Member(FrameKind.MemberBack, Member),
        ["Name"] = HostileFrames.Of(NameFrame.Write, new NameFrame("name", There)),
        ["Name, reminder"] = HostileFrames.Of(NameFrame.Write, new NameFrame("name", There, IsReminder: true)),
        ["Name, free"] = HostileFrames.Of(NameFrame.Write, new NameFrame("name", null)),
        ["Leave"] = HostileFrames.Of(LeaveFrame.Write, new LeaveFrame("why")),
        ["Offer"] = HostileFrames.Offer(Route, Here, 1000),
        ["Accept"] = HostileFrames.Of(TransferFrames.WriteAccept, (Route, 500L)),
        ["Chunk"] = HostileFrames.Of(TransferFrames.WriteChunk, (Route, 500L, 0xE3069283u)),
        ["Acknowledge"] = HostileFrames.Of(TransferFrames.WriteAcknowledge, (Route, 500L)),
        ["Outcome"] = HostileFrames.Of(TransferFrames.WriteOutcome, (Route, (DeadLetterReason?)null, "")),
        ["Outcome, refused"] = HostileFrames.Of(
            TransferFrames.WriteOutcome, (Route, (DeadLetterReason?)DeadLetterReason.MailboxFull, "why")),
    }.ToDictionary(frame => frame.Key, frame => frame.Value[FrameStream.PrefixBytes..]);
}
