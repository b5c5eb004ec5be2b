using System.Collections.Immutable;
using Decentral.Actors.Membership;
using Decentral.Actors.Nodes.Links;
using Decentral.Actors.Nodes.Peers;
using Decentral.Wire.Records;

namespace Decentral.Actors.Nodes.Frames;

/// <summary>News of a member.</summary>
/// <param name="Kind">What has become of it.</param>
/// <param name="Member">The member.</param>
/// <param name="Reason">Why it is lost; empty where it is not.</param>
/// <param name="Contact">How its peers reach it; null where nothing is known of that, or it is lost.</param>
internal readonly record struct MemberFrame(
    FrameKind Kind, Member Member, string Reason, PeerContact? Contact = null)
{
    /// <summary>Members that a node can know at most.</summary>
    public const int MaxMembers = 4096;

    public static void Write(FrameBuffer output, MemberFrame frame)
    {
        var writer = FrameRecord.Begin(output, frame.Kind, 3);
        WriteMember(ref writer, frame.Member);
        writer.Write(frame.Reason);
        PeerContact.Write(ref writer, frame.Contact ?? PeerContact.None);
        writer.Flush();
    }

    /// <summary>Reads what follows the kind.</summary>
    public static MemberFrame Read(FrameKind kind, ref MessageReader reader, WireRecord record) => new(
        kind,
        ReadMember(ref reader),
        reader.ReadString(),
        record.Has(3) ? PeerContact.Read(ref reader) : null);

    public static void WriteMember(ref MessageWriter writer, Member member)
    {
        writer.BeginRecord(4);
        writer.Write(member.Node);
        writer.Write(member.Incarnation);
        writer.Write(member.Profile.Lanes);
        writer.Write(member.Profile.MemoryBytes);
    }

    /// <summary>Writes several members.</summary>
    public static void WriteMembers(ref MessageWriter writer, ImmutableArray<Member> members)
    {
        writer.WriteCount(members.Length);
        foreach (var member in members)
        {
            WriteMember(ref writer, member);
        }
    }

    /// <summary>Reads what <see cref="WriteMembers"/> writes.</summary>
    public static ImmutableArray<Member> ReadMembers(ref MessageReader reader)
    {
        var members = ImmutableArray.CreateBuilder<Member>();
        for (var left = reader.ReadCount(MaxMembers); left > 0; left--)
        {
            members.Add(ReadMember(ref reader));
        }

        return members.ToImmutable();
    }

    public static Member ReadMember(ref MessageReader reader)
    {
        var record = reader.BeginRecord(4);
        var member = new Member(
            reader.ReadNodeId(), reader.ReadInt64(), new MemberProfile(reader.ReadInt32(), reader.ReadInt64()));
        reader.EndRecord(record);
        return member;
    }
}
