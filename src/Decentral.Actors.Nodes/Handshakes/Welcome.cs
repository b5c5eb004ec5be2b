using System.Collections.Immutable;
using Decentral.Actors.Membership;
using Decentral.Actors.Nodes.Frames;
using Decentral.Actors.Nodes.Links;
using Decentral.Actors.Nodes.Peers;
using Decentral.Wire.Records;

namespace Decentral.Actors.Nodes.Handshakes;

/// <summary>The hub takes a connection.</summary>
/// <param name="Lease">What all waiting times of the node are to be derived from.</param>
/// <param name="Members">Who is up, the hub and the node included.</param>
/// <param name="Issued">A credential for later connections; empty where there is no need of one.</param>
internal sealed record Welcome(TimeSpan Lease, ImmutableArray<Member> Members, byte[] Issued)
{
    /// <summary>How each of the members is reached by its peers, in their order; none from an older hub.</summary>
    public ImmutableArray<PeerContact> Contacts { get; init; } = [];

    public static void Write(FrameBuffer output, Welcome welcome)
    {
        var writer = FrameRecord.Begin(output, FrameKind.Welcome, 4);
        writer.Write((long)welcome.Lease.TotalMilliseconds);
        MemberFrame.WriteMembers(ref writer, welcome.Members);
        writer.Write(welcome.Issued);
        PeerContact.WriteAll(ref writer, welcome.Contacts);
        writer.Flush();
    }

    /// <summary>Reads what follows the kind.</summary>
    public static Welcome Read(ref MessageReader reader, WireRecord record) => new(
        ReadLease(ref reader), MemberFrame.ReadMembers(ref reader), reader.ReadByteArray(Hello.MaxCredentialBytes))
    {
        Contacts = record.Has(4) ? PeerContact.ReadAll(ref reader) : [],
    };

    // Whether it makes sense is for the node to judge, which can say so.
    private static TimeSpan ReadLease(ref MessageReader reader)
    {
        const long Most = long.MaxValue / TimeSpan.TicksPerMillisecond;
        return TimeSpan.FromMilliseconds(Math.Clamp(reader.ReadInt64(), 0, Most));
    }
}
