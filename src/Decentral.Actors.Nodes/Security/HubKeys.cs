using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Decentral.Actors.Nodes.Security;

/// <summary>What a hub proves itself by, and whom it lets in.</summary>
/// <param name="Signing">
/// Signs the certificates of nodes; P-256. The same over the hub's restarts, so that they stay valid.
/// </param>
/// <param name="Certificate">For TLS, with its key; null for a hub that listens to its own machine only.</param>
/// <param name="Tokens">What a node may join with.</param>
/// <param name="Revoked">Certificates of nodes that are accepted no more.</param>
public sealed record HubKeys(
    ECDsa Signing, X509Certificate2? Certificate, TokenRegister Tokens, RevocationRegister Revoked)
{
    /// <summary>Sent with the certificate, for nodes that know the last of its authorities only.</summary>
    public X509Certificate2Collection Intermediates { get; init; } = [];

    /// <summary>
    /// Whoever connects has to show a certificate for its name that one of these has issued; null where none is asked for.
    /// </summary>
    public X509Certificate2Collection? ClientAuthorities { get; init; }

    /// <summary>Hears of each certificate that a node is given, from any thread; must be quick.</summary>
    public Action<IssuedCertificate>? Issued { get; init; }

    /// <summary>
    /// Called before a token is refused that nobody knows, from any thread: it may have been made just now, and
    /// <see cref="Tokens"/> be behind. Null where they never are.
    /// </summary>
    public Action? LookAgain { get; init; }
}
