using System.Collections.Concurrent;
using System.Security.Cryptography;
using Decentral.Actors.Nodes.Handshakes;

namespace Decentral.Actors.Nodes.Security;

/// <summary>
/// Lets in whoever has a token, and gives it a certificate for its name and key; later, whoever has such a certificate.
/// One that takes the place of another has its serial number: to revoke any of them is to revoke them all.
/// </summary>
/// <param name="keys">Sign certificates, and say what is accepted.</param>
/// <param name="isConnected">Whether a node of a name is connected at present.</param>
/// <param name="time">The hub's clock, which alone decides on validity.</param>
internal sealed class KeyGate(HubKeys keys, Func<NodeId, bool> isConnected, TimeProvider time) : IGate
{
    /// <summary>Names of which the last key is remembered; beyond it, only of those that are connected.</summary>
    public const int MaxRemembered = 1024;

    private const string Revoked =
        "its certificate has been revoked: if that was a mistake, ask for a new token, and join again with it by --token.";

    /// <summary>The key and the certificate that each name was last let in with.</summary>
    private readonly ConcurrentDictionary<NodeId, (byte[] PublicKey, Guid Serial)> _admitted = new();

    /// <summary>Names that are remembered.</summary>
    public int Remembered => _admitted.Count;

    public Refusal? Check(Challenge challenge, Hello hello, out Proven proven)
    {
        proven = Proven.Nothing;
        var node = hello.Candidate.Node;
        if (Credential.Read(hello.Credential) is not { } credential)
        {
            return Refuse("it shows neither a token nor a certificate: join with --token, as the hub printed it.");
        }

        if (!credential.IsSigned(challenge, hello.Purpose, hello.Candidate))
        {
            return Refuse("its signature is not that of the key it shows.");
        }

        var now = time.GetUtcNow();
        if (Examine(credential, node, now, out var serial, out var token) is { } refusal)
        {
            return refusal;
        }

        var key = SHA256.HashData(credential.PublicKey);
        proven = new Proven([], key) { IsByToken = token is not null };
        if (hello.Purpose == LinkPurpose.Control)
        {
            Remember(node, credential.PublicKey, serial);
            proven = proven with
            {
                Issued = new NodeCertificate(
                    node, credential.PublicKey, serial, now + NodeCertificate.Validity).Sign(keys.Signing),
            };
            keys.Issued?.Invoke(new IssuedCertificate(node, serial, token, now));
        }

        return null;
    }

    public Guid? CertificateOf(NodeId node) => _admitted.TryGetValue(node, out var admitted) ? admitted.Serial : null;

    public string? FindRevocation(NodeId node) =>
        CertificateOf(node) is { } serial && keys.Revoked.Serials.Contains(serial) ? Revoked : null;

    private static Refusal Refuse(string reason, RefusalKind kind = RefusalKind.Credential) => new(kind, reason, 0);

    private Refusal? Examine(
        Credential credential, NodeId node, DateTimeOffset now, out Guid serial, out ReadOnlyMemory<byte>? token)
    {
        token = null;
        if (credential.Certificate is { } certificate)
        {
            return Examine(certificate, credential.PublicKey, node, now, out serial);
        }

        serial = NodeCertificate.NewSerial();
        if (credential.Secret is not { } secret || Find(secret) is not { } grant)
        {
            return Refuse("its token is not one of this hub's: ask for a new one.");
        }

        token = grant.Digest;
        if (Examine(grant, node, now) is { } refusal)
        {
            return refusal;
        }

        return _admitted.TryGetValue(node, out var known)
            && !known.PublicKey.AsSpan().SequenceEqual(credential.PublicKey)
            && isConnected(node)
            ? Refuse($"another node named '{node}' is connected; start this one with another --name.", RefusalKind.Unwanted)
            : null;
    }

    private TokenGrant? Find(byte[] secret)
    {
        if (keys.Tokens.Find(secret) is { } grant)
        {
            return grant;
        }

        keys.LookAgain?.Invoke();
        return keys.Tokens.Find(secret);
    }

    private Refusal? Examine(TokenGrant grant, NodeId node, DateTimeOffset now)
    {
        if (grant.IsRevoked)
        {
            return Refuse("its token has been revoked: ask for a new one.");
        }

        if (grant.Expires < now)
        {
            return Refuse($"its token ended on {grant.Expires:yyyy-MM-dd HH:mm} UTC: ask for a new one.");
        }

        return keys.Revoked.WhenRevoked(node) is { } revoked && revoked >= grant.Created
            ? Refuse(
                $"'{node}' has been revoked, and its token is from before that: ask for a new one.", RefusalKind.Revoked)
            : null;
    }

    private Refusal? Examine(
        byte[] certificate, byte[] publicKey, NodeId node, DateTimeOffset now, out Guid serial)
    {
        serial = default;
        if (NodeCertificate.Verify(certificate, keys.Signing) is not { } verified)
        {
            return Refuse("its certificate was not signed by this hub: join again with --token.");
        }

        serial = verified.Serial;
        if (verified.Node != node || !verified.PublicKey.AsSpan().SequenceEqual(publicKey))
        {
            return Refuse($"its certificate is for '{verified.Node}' and another key.");
        }

        if (keys.Revoked.Serials.Contains(serial))
        {
            return Refuse(Revoked, RefusalKind.Revoked);
        }

        return verified.Expires < now
            ? Refuse($"its certificate ended on {verified.Expires:yyyy-MM-dd}: join again with --token.")
            : null;
    }

    private void Remember(NodeId node, byte[] publicKey, Guid serial)
    {
        _admitted[node] = (publicKey, serial);
        if (_admitted.Count > MaxRemembered)
        {
            foreach (var other in _admitted.Keys.Where(other => other != node && !isConnected(other)))
            {
                _admitted.TryRemove(other, out _);
            }
        }
    }
}
