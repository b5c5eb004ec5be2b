using System.Collections.Immutable;
using Decentral.Actors.Membership;
using Decentral.Actors.Nodes.Links;
using Decentral.Wire.Records;

namespace Decentral.Actors.Nodes.Frames;

/// <summary>News of a member, with the reason where it is lost.</summary>
internal readonly record struct MemberFrame(FrameKind Kind, Member Member, string Reason)
{
    /// <summary>Members that a node can know at most.</summary>
    public const int MaxMembers = 4096;

    public static void Write(FrameBuffer output, MemberFrame frame)
    {
        var writer = FrameRecord.Begin(output, frame.Kind, 2);
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
