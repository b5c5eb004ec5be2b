using Decentral.Actors.Nodes.Frames;
using Decentral.Actors.Nodes.Links;
using Decentral.Wire.Records;

namespace Decentral.Actors.Nodes.Handshakes;

/// <summary>A hub, or a peer, does not take a connection.</summary>
/// <param name="Kind">What the node is to make of it.</param>
/// <param name="Reason">In words, with the remedy.</param>
/// <param name="Floor">A new incarnation must be higher.</param>
internal sealed record Refusal(RefusalKind Kind, string Reason, long Floor)
{
    public static void Write(FrameBuffer output, Refusal refusal)
    {
        var writer = FrameRecord.Begin(output, FrameKind.Refusal, 3);
        writer.WriteEnum(refusal.Kind);
        writer.Write(refusal.Reason);
        writer.Write(refusal.Floor);
        writer.Flush();
    }

    /// <summary>The refusal of who speaks another version of the protocol; null where it is one of this build's.</summary>
    public static Refusal? OfVersion(Hello hello) => ProtocolVersion.Common(hello.Version, hello.Version) is not null
        ? null
        : new Refusal(
            RefusalKind.Version,
            ProtocolVersion.Explain(hello.Candidate.Node.Name, hello.Version, hello.Version),
            0);

    /// <summary>Reads what follows the kind.</summary>
    public static Refusal Read(ref MessageReader reader) =>
        new(reader.ReadEnum<RefusalKind>(), reader.ReadString(), reader.ReadInt64());
}
