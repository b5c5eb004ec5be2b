namespace Decentral.Cli.Keys;

/// <summary>A join token that a hub has made, without its secret.</summary>
/// <param name="Digest">By which the hub knows it: SHA-256 of its secret, in hexadecimal digits.</param>
/// <param name="Label">What the person calls it; may be empty.</param>
/// <param name="Created">When it was made.</param>
/// <param name="Expires">When it ends; null for never.</param>
/// <param name="Revoked">Since when nobody joins with it any more; null where it is accepted.</param>
/// <param name="IsRevokedWithNodes">Whether those that had joined with it were revoked too.</param>
internal sealed record RegisteredToken(
    string Digest,
    string Label,
    DateTimeOffset Created,
    DateTimeOffset? Expires = null,
    DateTimeOffset? Revoked = null,
    bool IsRevokedWithNodes = false)
{
    /// <summary>Digits of <see cref="Id"/>.</summary>
    public const int IdLength = 8;

    /// <summary>By which people name it.</summary>
    public string Id() => Digest[..IdLength];
}
