using System.Security.Cryptography;
using Decentral.Actors.Nodes.Security;

namespace Decentral.Actors.Nodes.Peers;

/// <summary>
/// Whether a peer is who it says: by its signature, and by the key that the hub knows it by. A certificate of the hub's
/// would say less: it outlives its revocation, and the key that took its place.
/// </summary>
/// <param name="identity">
/// This node's; null where the hub asks nobody who it is. There a peer is whoever it says, as long as that is a member.
/// </param>
internal sealed class PeerTrust(NodeIdentity? identity)
{
    /// <summary>Whether there are no keys.</summary>
    public bool IsOpen => identity is null;

    /// <summary>This node's proof.</summary>
    public byte[] Prove(PeerClaim claim, PeerSide side) => identity is null ? [] : new PeerProof(
        identity.PublicKey,
        side == PeerSide.Dialler ? claim.DiallerNonce : [],
        identity.Sign(claim.Statement(side))).Write();

    /// <summary>What is wrong with the proof of the other end, in words; null when nothing is.</summary>
    public string? FindFault(PeerClaim claim, PeerSide side, PeerContact contact, PeerProof? proof)
    {
        if (IsOpen)
        {
            return null;
        }

        if (contact.Key.Length == 0)
        {
            return "the hub has not said by which key it is known";
        }

        if (proof is null)
        {
            return "it shows no proof of who it is";
        }

        if (!CryptographicOperations.FixedTimeEquals(SHA256.HashData(proof.PublicKey), contact.Key))
        {
            return "it shows another key than the one by which the hub knows it";
        }

        return KeySignature.IsValid(proof.PublicKey, claim.Statement(side), proof.Signature)
            ? null
            : "its signature is not for this connection: it is somebody else, or somebody stands between";
    }
}
