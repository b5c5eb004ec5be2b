using System.Buffers.Binary;
using Decentral.Actors.Membership;
using Decentral.Actors.Nodes.Addressing;
using Decentral.Actors.Nodes.Frames;
using Decentral.Actors.Nodes.Handshakes;
using Decentral.Actors.Nodes.Links;
using Decentral.Actors.Nodes.Peers;
using Decentral.Actors.Nodes.Transfers;
using Decentral.Wire;
using Decentral.Wire.Formats;
using Decentral.Wire.Records;

namespace Decentral.Actors.Nodes.Tests.Hostility;

/// <summary>Frames by hand, right ones and wrong ones.</summary>
internal static class HostileFrames
{
    private static readonly MessageFormat Format = TestNodes.Messages.Formats[0];

    public static ActorAddress Actor(string node, long incarnation = 1) =>
        new(new NodeId(node), "actor", NodeIncarnation.FirstOfActors(incarnation) + 1);

    public static byte[] Of<TFrame>(FrameWriting<TFrame> write, TFrame frame) =>
        Handshake.Frame(write, frame).ToArray();

    public static byte[] Kind(int kind) => Of(
        static (output, kind) =>
        {
            var writer = new MessageWriter(output, WireLimits.Default);
            writer.BeginRecord(1);
            writer.Write(kind);
            writer.Flush();
        },
        kind);

    public static byte[] Member(FrameKind kind, Member member) =>
        Of(MemberFrame.Write, new MemberFrame(kind, member, "why"));

    public static byte[] Tell(ActorAddress receiver, ActorAddress? sender, string manifest = "conformance.note") => Of(
        static (output, tell) =>
        {
            var writer = new MessageWriter(output, WireLimits.Default);
            writer.BeginRecord(4);
            writer.WriteEnum(FrameKind.Tell);
            writer.Write(tell.receiver);
            writer.Write(tell.sender);
            writer.Write(tell.manifest);
            writer.BeginRecord(1);
            writer.Write(7L);
            writer.Flush();
        },
        (receiver, sender, manifest));

    public static byte[] Offer(TransferRoute route, ActorAddress receiver, int length, ActorAddress? sender = null) => Of(
        static (output, offer) =>
        {
            var writer = new MessageWriter(output, WireLimits.Default);
            writer.BeginRecord(9);
            writer.WriteEnum(FrameKind.Offer);
            writer.Write(offer.route.To);
            writer.Write(offer.route.From);
            writer.Write(offer.route.Key.Incarnation);
            writer.Write(offer.route.Key.Number);
            writer.Write(offer.receiver);
            writer.Write(offer.sender);
            writer.Write(offer.length);
            writer.WriteManifest(Format);
            writer.BeginRecord(1);
            writer.Write(7L);
            writer.Flush();
        },
        (route, receiver, length, sender));

    public static byte[] Chunk(TransferRoute route, long offset, byte[] bytes, uint? checksum = null) =>
    [
        .. Of(TransferFrames.WriteChunk, (route, offset, checksum ?? ChunkChecksum.Of(bytes))), .. bytes,
    ];

    /// <summary>Whatever a control link may bring to a node.</summary>
    public static byte[][] OfControl(ActorAddress here, ActorAddress peer) =>
    [
        Tell(here, peer),
        Tell(here, null),
        Tell(Actor("elsewhere"), peer),
        Of(WatchFrame.Write, new WatchFrame(FrameKind.Watch, here, peer)),
        Of(WatchFrame.Write, new WatchFrame(FrameKind.Unwatch, here, peer)),
        Of(WatchFrame.Write, new WatchFrame(FrameKind.Ended, peer, here)),
        Of(PingFrame.Write, new PingFrame(FrameKind.Ping, 123_456_789)),
        Of(PingFrame.Write, new PingFrame(FrameKind.Pong, 123_456_789)),
        Of(NameFrame.Write, new NameFrame("somebody", peer)),
        Of(NameFrame.Write, new NameFrame("somebody", null)),
        Member(FrameKind.MemberUp, new Member(new NodeId("a"), 5, new MemberProfile(1, 1))),
        Of(MemberFrame.Write, new MemberFrame(
            FrameKind.MemberUp,
            new Member(new NodeId("b"), 5, new MemberProfile(1, 1)),
            "",
            new PeerContact(new byte[32], ["https://b:7451/", "http://127.0.0.1:1/"]))),
        Member(FrameKind.MemberLost, new Member(new NodeId("a"), 5, new MemberProfile(1, 1))),
        Member(FrameKind.MemberBack, new Member(new NodeId("a"), 5, new MemberProfile(1, 1))),
    ];

    /// <summary>Whatever a bulk link may bring to a node.</summary>
    public static byte[][] OfBulk(ActorAddress here, ActorAddress peer)
    {
        var route = new TransferRoute(here.Node, peer.Node, new TransferKey(1, 1));
        var onward = route with { To = new NodeId("elsewhere") };
        return
        [
            Offer(route, here, 100),
            Offer(route with { Key = new TransferKey(1, 2) }, here, 100_000),
            Offer(onward, here, 100),
            Of(TransferFrames.WriteAccept, (route, 10L)),
            Chunk(route, 0, new byte[50]),
            Chunk(route, 50, new byte[50]),
            Chunk(onward, 0, new byte[50]),
            Of(TransferFrames.WriteAcknowledge, (route, 0L)),
            Of(TransferFrames.WriteOutcome, (route, (DeadLetterReason?)null, "")),
            Of(TransferFrames.WriteOutcome, (route, (DeadLetterReason?)DeadLetterReason.NotTaken, "why")),
            Of(PingFrame.Write, new PingFrame(FrameKind.Ping, 5)),
        ];
    }

    /// <summary>Makes the length of the first frame that of all that follows it.</summary>
    public static byte[] WithRightLength(byte[] batch)
    {
        if (batch.Length >= FrameStream.PrefixBytes)
        {
            BinaryPrimitives.WriteInt32LittleEndian(batch, batch.Length - FrameStream.PrefixBytes);
        }

        return batch;
    }
}
