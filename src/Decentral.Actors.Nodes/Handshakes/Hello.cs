using System.Collections.Immutable;
using Decentral.Actors.Membership;
using Decentral.Actors.Nodes.Frames;
using Decentral.Actors.Nodes.Links;
using Decentral.Actors.Nodes.Peers;
using Decentral.Wire.Records;

namespace Decentral.Actors.Nodes.Handshakes;

/// <summary>What a node answers to a challenge.</summary>
/// <param name="Version">The version of the protocol that it will speak.</param>
/// <param name="Purpose">Which of its links this is.</param>
/// <param name="Candidate">The node.</param>
/// <param name="Known">Members that it knows, for a hub that has just started.</param>
/// <param name="Credential">Who vouches for it; its layout is the gate's.</param>
internal sealed record Hello(
    int Version, LinkPurpose Purpose, Member Candidate, ImmutableArray<Member> Known, byte[] Credential)
{
    /// <summary>Bytes of a credential at most.</summary>
    public const int MaxCredentialBytes = 4096;

    /// <summary>Where the node listens for its peers; see <see cref="PeerContact"/>.</summary>
    public ImmutableArray<string> Addresses { get; init; } = [];

    public static void Write(FrameBuffer output, Hello hello)
    {
        var writer = FrameRecord.Begin(output, FrameKind.Hello, 6);
        writer.Write(hello.Version);
        writer.WriteEnum(hello.Purpose);
        MemberFrame.WriteMember(ref writer, hello.Candidate);
        MemberFrame.WriteMembers(ref writer, hello.Known);
        writer.Write(hello.Credential);
        PeerContact.WriteAddresses(ref writer, hello.Addresses);
        writer.Flush();
    }

    /// <summary>Reads what follows the kind.</summary>
    public static Hello Read(ref MessageReader reader, WireRecord record) => new(
        reader.ReadInt32(),
        reader.ReadEnum<LinkPurpose>(),
        MemberFrame.ReadMember(ref reader),
        MemberFrame.ReadMembers(ref reader),
        reader.ReadByteArray(MaxCredentialBytes))
    {
        Addresses = record.Has(6) ? PeerContact.ReadAddresses(ref reader) : [],
    };
}
