using System.Collections.Immutable;
using Decentral.Actors.Membership;
using Decentral.Actors.Nodes.Frames;
using Decentral.Actors.Nodes.Links;
using Decentral.Wire;
using Decentral.Wire.Records;

namespace Decentral.Actors.Nodes.Handshakes;

/// <summary>The hub takes a connection.</summary>
/// <param name="Lease">What all waiting times of the node are to be derived from.</param>
/// <param name="Members">Who is up, the hub and the node included.</param>
/// <param name="Issued">A credential for later connections; empty where there is no need of one.</param>
internal sealed record Welcome(TimeSpan Lease, ImmutableArray<Member> Members, byte[] Issued)
{
    public static void Write(FrameBuffer output, Welcome welcome)
    {
        var writer = new MessageWriter(output, WireLimits.Default);
        writer.BeginRecord(4);
        writer.WriteEnum(FrameKind.Welcome);
        writer.Write((long)welcome.Lease.TotalMilliseconds);
        writer.WriteCount(welcome.Members.Length);
        foreach (var member in welcome.Members)
        {
            MemberFrame.WriteMember(ref writer, member);
        }

        writer.Write(welcome.Issued);
        writer.Flush();
    }

    /// <summary>Reads what follows the kind.</summary>
    public static Welcome Read(ref MessageReader reader) => new(
        ReadLease(ref reader), Hello.ReadMembers(ref reader), reader.ReadByteArray(Hello.MaxCredentialBytes));

    private static TimeSpan ReadLease(ref MessageReader reader)
    {
        var milliseconds = reader.ReadInt64();
        return milliseconds is >= 1 and <= 86_400_000
            ? TimeSpan.FromMilliseconds(milliseconds)
            : throw reader.Refuse("a lease of 1 ms to a day", $"{milliseconds} ms");
    }
}
