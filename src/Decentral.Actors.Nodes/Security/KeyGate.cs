using System.Collections.Concurrent;
using System.Security.Cryptography;
using Decentral.Actors.Nodes.Handshakes;

namespace Decentral.Actors.Nodes.Security;

/// <summary>
/// Lets in whoever has a token, and gives it a certificate for its name and key; later, whoever has such a certificate.
/// </summary>
/// <param name="hub">Signs certificates.</param>
/// <param name="tokens">What is accepted the first time.</param>
/// <param name="revoked">Serial numbers of certificates that are accepted no more.</param>
/// <param name="isConnected">Whether a node of a name is connected at present.</param>
/// <param name="time">The hub's clock, which alone decides on validity.</param>
internal sealed class KeyGate(
    ECDsa hub, TokenRegister tokens, IReadOnlySet<Guid> revoked, Func<NodeId, bool> isConnected, TimeProvider time) : IGate
{
    /// <summary>The key that each name was last let in with.</summary>
    private readonly ConcurrentDictionary<NodeId, byte[]> _keys = new();

    public string? Check(Challenge challenge, Hello hello, out byte[] issued)
    {
        issued = [];
        var node = hello.Candidate.Node;
        if (Credential.Read(hello.Credential) is not { } credential)
        {
            return "it shows neither a token nor a certificate: join with --token, as the hub printed it.";
        }

        if (!credential.IsSigned(challenge, hello.Purpose, hello.Candidate))
        {
            return "its signature is not that of the key it shows.";
        }

        if (FindFault(credential, node) is { } fault)
        {
            return fault;
        }

        _keys[node] = credential.PublicKey;
        if (hello.Purpose == LinkPurpose.Control)
        {
            issued = new NodeCertificate(
                node, credential.PublicKey, NodeCertificate.NewSerial(), time.GetUtcNow() + NodeCertificate.Validity).Sign(hub);
        }

        return null;
    }

    private string? FindFault(Credential credential, NodeId node)
    {
        if (credential.Certificate is { } certificate)
        {
            return FindFault(certificate, credential.PublicKey, node);
        }

        if (credential.Secret is not { } secret || !tokens.Accepts(secret))
        {
            return "its token is not one of this hub's, or has been revoked: ask for a new one.";
        }

        return _keys.TryGetValue(node, out var known) && !known.AsSpan().SequenceEqual(credential.PublicKey) && isConnected(node)
            ? $"another node named '{node}' is connected; start this one with another --name."
            : null;
    }

    private string? FindFault(byte[] certificate, byte[] publicKey, NodeId node)
    {
        var verified = NodeCertificate.Verify(certificate, hub);
        if (verified is null)
        {
            return "its certificate was not signed by this hub: join again with --token.";
        }

        if (verified.Node != node || !verified.PublicKey.AsSpan().SequenceEqual(publicKey))
        {
            return $"its certificate is for '{verified.Node}' and another key.";
        }

        if (revoked.Contains(verified.Serial))
        {
            return "its certificate has been revoked.";
        }

        return verified.Expires < time.GetUtcNow()
            ? $"its certificate ended on {verified.Expires:yyyy-MM-dd}: join again with --token."
            : null;
    }
}
