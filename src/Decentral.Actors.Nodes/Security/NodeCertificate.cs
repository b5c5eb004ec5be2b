using System.Security.Cryptography;
using Decentral.Actors.Nodes.Links;
using Decentral.Actors.Nodes.Spokes;
using Decentral.Wire;
using Decentral.Wire.Records;

namespace Decentral.Actors.Nodes.Security;

/// <summary>
/// The hub's word that a name belongs to whoever has a key: what a node shows when it connects again.
/// </summary>
/// <param name="Node">The name.</param>
/// <param name="PublicKey">The key, as SubjectPublicKeyInfo (RFC 5280).</param>
/// <param name="Serial">
/// By which it can be revoked; that of the certificate whose place it takes, where it does.
/// </param>
/// <param name="Expires">When it ends, by the hub's clock.</param>
internal sealed record NodeCertificate(NodeId Node, byte[] PublicKey, Guid Serial, DateTimeOffset Expires)
{
    /// <summary>How long it holds; a node that connects in that time is given a new one.</summary>
    public static readonly TimeSpan Validity = TimeSpan.FromDays(90);

    private const int MaxBodyBytes = 1024;
    private const int MaxKeyBytes = 256;
    private const int MaxSignatureBytes = 256;
    private const int SerialBytes = 16;

    /// <summary>A serial number that no other certificate has, and that nobody can guess.</summary>
    public static Guid NewSerial() => new(RandomNumberGenerator.GetBytes(SerialBytes));

    /// <summary>The certificate with the hub's signature.</summary>
    public byte[] Sign(ECDsa hub)
    {
        var body = WriteBody();
        var signed = new FrameBuffer(MaxBodyBytes);
        var writer = new MessageWriter(signed, WireLimits.Default);
        writer.BeginRecord(2);
        writer.Write(body);
        writer.Write(hub.SignData(body, HashAlgorithmName.SHA256));
        writer.Flush();
        return signed.Written.ToArray();
    }

    /// <summary>Reads a certificate and checks its signature.</summary>
    /// <returns>Null when it is none of this hub's.</returns>
    public static NodeCertificate? Verify(byte[] signed, ECDsa hub)
    {
        try
        {
            var reader = new MessageReader(signed, NoReferences.Instance, WireLimits.Default);
            var record = reader.BeginRecord(2);
            var body = reader.ReadByteArray(MaxBodyBytes);
            var signature = reader.ReadByteArray(MaxSignatureBytes);
            reader.EndRecord(record);
            return hub.VerifyData(body, signature, HashAlgorithmName.SHA256) ? ReadBody(body) : null;
        }
        catch (WireFormatException)
        {
            // Bytes from outside that are no certificate are as good as a wrong one.
            return null;
        }
    }

    private byte[] WriteBody()
    {
        var buffer = new FrameBuffer(MaxBodyBytes);
        var writer = new MessageWriter(buffer, WireLimits.Default);
        writer.BeginRecord(4);
        writer.Write(Node);
        writer.Write(PublicKey);
        writer.Write(Serial.ToByteArray());
        writer.Write(Expires.ToUnixTimeMilliseconds());
        writer.Flush();
        return buffer.Written.ToArray();
    }

    private static NodeCertificate ReadBody(byte[] body)
    {
        var reader = new MessageReader(body, NoReferences.Instance, WireLimits.Default);
        var record = reader.BeginRecord(4);
        var node = reader.ReadNodeId();
        var key = reader.ReadByteArray(MaxKeyBytes);
        Span<byte> serial = stackalloc byte[SerialBytes];
        reader.ReadBytes(serial);
        var expires = DateTimeOffset.FromUnixTimeMilliseconds(reader.ReadInt64());
        reader.EndRecord(record);
        return new NodeCertificate(node, key, new Guid(serial), expires);
    }
}
