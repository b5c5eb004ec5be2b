using Decentral.Actors.Membership;
using Decentral.Actors.Nodes.Links;
using Decentral.Wire;
using Decentral.Wire.Records;

namespace Decentral.Actors.Nodes.Frames;

/// <summary>News of a member, with the reason where it is lost.</summary>
internal readonly record struct MemberFrame(FrameKind Kind, Member Member, string Reason)
{
    public static void Write(FrameBuffer output, MemberFrame frame)
    {
        var writer = new MessageWriter(output, WireLimits.Default);
        writer.BeginRecord(3);
        writer.WriteEnum(frame.Kind);
        WriteMember(ref writer, frame.Member);
        writer.Write(frame.Reason);
        writer.Flush();
    }

    public static void WriteMember(ref MessageWriter writer, Member member)
    {
        writer.BeginRecord(4);
        writer.Write(member.Node);
        writer.Write(member.Incarnation);
        writer.Write(member.Profile.Lanes);
        writer.Write(member.Profile.MemoryBytes);
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
