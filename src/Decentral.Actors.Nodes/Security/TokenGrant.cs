namespace Decentral.Actors.Nodes.Security;

/// <summary>A token as its hub knows it: by its digest, so that who reads the hub's files cannot join.</summary>
/// <param name="Digest">See <see cref="TokenRegister.DigestOf"/>.</param>
/// <param name="Created">When it was made; a node that was revoked after that cannot come back with it.</param>
/// <param name="Expires">When it ends, by the hub's clock; null for never.</param>
/// <param name="IsRevoked">Whether nobody joins with it any more.</param>
public sealed record TokenGrant(
    ReadOnlyMemory<byte> Digest, DateTimeOffset Created, DateTimeOffset? Expires = null, bool IsRevoked = false);
