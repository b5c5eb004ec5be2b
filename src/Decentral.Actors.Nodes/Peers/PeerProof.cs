using Decentral.Actors.Nodes.Links;
using Decentral.Actors.Nodes.Spokes;
using Decentral.Wire;
using Decentral.Wire.Records;

namespace Decentral.Actors.Nodes.Peers;

/// <summary>How one end of a direct link proves who it is.</summary>
/// <param name="PublicKey">As SubjectPublicKeyInfo.</param>
/// <param name="Nonce">Of the dialler, for which this is the first word; empty in the acceptor's.</param>
/// <param name="Signature">Of <see cref="PeerClaim.Statement"/>, by that key.</param>
internal sealed record PeerProof(byte[] PublicKey, byte[] Nonce, byte[] Signature)
{
    private const int MaxKeyBytes = 256;
    private const int MaxSignatureBytes = 256;

    public byte[] Write()
    {
        var buffer = new FrameBuffer(256);
        var writer = new MessageWriter(buffer, WireLimits.Default);
        writer.BeginRecord(3);
        writer.Write(PublicKey);
        writer.Write(Nonce);
        writer.Write(Signature);
        writer.Flush();
        return buffer.Written.ToArray();
    }

    /// <summary>Reads what <see cref="Write"/> writes; null when it is something else.</summary>
    public static PeerProof? Read(byte[] bytes)
    {
        try
        {
            var reader = new MessageReader(bytes, NoReferences.Instance, WireLimits.Default);
            var record = reader.BeginRecord(3);
            var proof = new PeerProof(
                reader.ReadByteArray(MaxKeyBytes),
                reader.ReadByteArray(PeerClaim.NonceBytes),
                reader.ReadByteArray(MaxSignatureBytes));
            reader.EndRecord(record);
            return proof;
        }
        catch (WireFormatException)
        {
            // Bytes from outside that are no proof are as good as a wrong one.
            return null;
        }
    }
}
