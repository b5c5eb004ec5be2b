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
    ECDsa Signing, X509Certificate2? Certificate, TokenRegister Tokens, RevocationRegister Revoked);
