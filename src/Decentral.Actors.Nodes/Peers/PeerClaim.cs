using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Decentral.Actors.Membership;
using Decentral.Actors.Nodes.Links;
using Decentral.Wire;
using Decentral.Wire.Records;

namespace Decentral.Actors.Nodes.Peers;

/// <summary>
/// What both ends of a direct link sign: who they are, that both are there now, and over which TLS. Nobody vouches for
/// the acceptor's TLS certificate but the acceptor; whoever stands between shows the dialler another one, and neither
/// end then takes the signature of the other.
/// </summary>
/// <param name="Acceptor">Who was dialled.</param>
/// <param name="AcceptorNonce">What it has drawn for this connection.</param>
/// <param name="Dialler">Who has dialled.</param>
/// <param name="DiallerNonce">What it has drawn.</param>
/// <param name="Channel">See <see cref="ChannelOf"/>; as each end sees it.</param>
internal sealed record PeerClaim(
    Member Acceptor, byte[] AcceptorNonce, Member Dialler, byte[] DiallerNonce, byte[] Channel)
{
    public const int NonceBytes = 32;

    private static ReadOnlySpan<byte> Purpose => "decentral peer v1"u8;

    /// <summary>SHA-256 of the certificate of the acceptor's TLS; empty where there is none.</summary>
    public static byte[] ChannelOf(X509Certificate? certificate) =>
        certificate is null ? [] : SHA256.HashData(certificate.GetRawCertData());

    /// <summary>What one of the ends signs.</summary>
    public byte[] Statement(PeerSide side)
    {
        var buffer = new FrameBuffer(256);
        var writer = new MessageWriter(buffer, WireLimits.Default);
        writer.BeginRecord(9);
        writer.Write(Purpose);
        writer.WriteEnum(side);
        writer.Write(Acceptor.Node);
        writer.Write(Acceptor.Incarnation);
        writer.Write(AcceptorNonce);
        writer.Write(Dialler.Node);
        writer.Write(Dialler.Incarnation);
        writer.Write(DiallerNonce);
        writer.Write(Channel);
        writer.Flush();
        return buffer.Written.ToArray();
    }
}
