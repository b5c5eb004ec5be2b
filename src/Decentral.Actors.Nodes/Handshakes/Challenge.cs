using System.Security.Cryptography;
using Decentral.Actors.Membership;
using Decentral.Actors.Nodes.Frames;
using Decentral.Actors.Nodes.Links;
using Decentral.Wire.Records;

namespace Decentral.Actors.Nodes.Handshakes;

/// <summary>What a hub, or a node that a peer has dialled, says first on a connection.</summary>
/// <param name="OldestVersion">The oldest version of the protocol that it speaks.</param>
/// <param name="NewestVersion">The newest.</param>
/// <param name="Hub">Who was dialled.</param>
/// <param name="Nonce">To be signed by whoever connects, so that a proof cannot be used twice.</param>
/// <param name="Now">Its clock, for whoever wants to compare.</param>
internal sealed record Challenge(int OldestVersion, int NewestVersion, Member Hub, byte[] Nonce, DateTimeOffset Now)
{
    public const int NonceBytes = 32;

    /// <summary>A challenge for one connection.</summary>
    /// <param name="dialled">Who was dialled.</param>
    /// <param name="now">Its clock.</param>
    public static Challenge Draw(Member dialled, DateTimeOffset now) => new(
        ProtocolVersion.Oldest,
        ProtocolVersion.Newest,
        dialled,
        RandomNumberGenerator.GetBytes(NonceBytes),
        now);

    public static void Write(FrameBuffer output, Challenge challenge)
    {
        var writer = FrameRecord.Begin(output, FrameKind.Challenge, 5);
        writer.Write(challenge.OldestVersion);
        writer.Write(challenge.NewestVersion);
        MemberFrame.WriteMember(ref writer, challenge.Hub);
        writer.Write(challenge.Nonce);
        writer.Write(challenge.Now.ToUnixTimeMilliseconds());
        writer.Flush();
    }

    /// <summary>Reads what follows the kind.</summary>
    public static Challenge Read(ref MessageReader reader) => new(
        reader.ReadInt32(),
        reader.ReadInt32(),
        MemberFrame.ReadMember(ref reader),
        reader.ReadByteArray(NonceBytes),
        ReadTime(ref reader));

    private static DateTimeOffset ReadTime(ref MessageReader reader)
    {
        var milliseconds = reader.ReadInt64();
        return milliseconds >= 0 && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : throw reader.Refuse("a time after 1970", $"{milliseconds} ms");
    }
}
