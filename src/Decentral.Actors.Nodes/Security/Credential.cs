using Decentral.Actors.Membership;
using Decentral.Actors.Nodes.Handshakes;
using Decentral.Actors.Nodes.Links;
using Decentral.Actors.Nodes.Spokes;
using Decentral.Wire;
using Decentral.Wire.Records;

namespace Decentral.Actors.Nodes.Security;

/// <summary>
/// How a node proves who it is: by a token the first time, by its certificate later, and always by its key.
/// </summary>
/// <param name="PublicKey">Of the node, as SubjectPublicKeyInfo.</param>
/// <param name="Secret">Of a join token; null where a certificate takes its place.</param>
/// <param name="Certificate">Issued by the hub; null the first time.</param>
/// <param name="Signature">Of <see cref="Statement"/>, by the node's key.</param>
internal sealed record Credential(byte[] PublicKey, byte[]? Secret, byte[]? Certificate, byte[] Signature)
{
    private const int MaxKeyBytes = 256;
    private const int MaxSecretBytes = 64;
    private const int MaxCertificateBytes = 2048;
    private const int MaxSignatureBytes = 256;

    private static ReadOnlySpan<byte> Purpose => "decentral link v1"u8;

    /// <summary>
    /// What the node signs: the hub's nonce, both sides, and what the connection is for. A proof made for one
    /// connection is worth nothing on another.
    /// </summary>
    public static byte[] Statement(Challenge challenge, LinkPurpose purpose, Member candidate)
    {
        var buffer = new FrameBuffer(256);
        var writer = new MessageWriter(buffer, WireLimits.Default);
        writer.BeginRecord(7);
        writer.Write(Purpose);
        writer.Write(challenge.Nonce);
        writer.Write(challenge.Hub.Node);
        writer.Write(challenge.Hub.Incarnation);
        writer.WriteEnum(purpose);
        writer.Write(candidate.Node);
        writer.Write(candidate.Incarnation);
        writer.Flush();
        return buffer.Written.ToArray();
    }

    public byte[] Write()
    {
        var buffer = new FrameBuffer(512);
        var writer = new MessageWriter(buffer, WireLimits.Default);
        writer.BeginRecord(4);
        writer.Write(PublicKey);
        WriteOptional(ref writer, Secret);
        WriteOptional(ref writer, Certificate);
        writer.Write(Signature);
        writer.Flush();
        return buffer.Written.ToArray();
    }

    /// <summary>Reads what <see cref="Write"/> writes; null when it is something else.</summary>
    public static Credential? Read(byte[] bytes)
    {
        try
        {
            var reader = new MessageReader(bytes, NoReferences.Instance, WireLimits.Default);
            var record = reader.BeginRecord(4);
            var credential = new Credential(
                reader.ReadByteArray(MaxKeyBytes),
                reader.TryReadNil() ? null : reader.ReadByteArray(MaxSecretBytes),
                reader.TryReadNil() ? null : reader.ReadByteArray(MaxCertificateBytes),
                reader.ReadByteArray(MaxSignatureBytes));
            reader.EndRecord(record);
            return credential;
        }
        catch (WireFormatException)
        {
            // Bytes from outside that are no credential are as good as a wrong one.
            return null;
        }
    }

    /// <summary>Whether whoever connects has the key that it shows.</summary>
    public bool IsSigned(Challenge challenge, LinkPurpose purpose, Member candidate) =>
        KeySignature.IsValid(PublicKey, Statement(challenge, purpose, candidate), Signature);

    private static void WriteOptional(ref MessageWriter writer, byte[]? bytes)
    {
        if (bytes is null)
        {
            writer.WriteNil();
        }
        else
        {
            writer.Write(bytes);
        }
    }
}
