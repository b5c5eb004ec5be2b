namespace Decentral.Cli.Keys;

/// <summary>A node that a hub has given certificates, which all have one serial number.</summary>
/// <param name="Name">The node's.</param>
/// <param name="Serial">Of its certificates.</param>
/// <param name="Token">Digest of the token that it joined with; null where that is not known.</param>
/// <param name="First">When it was given the first.</param>
/// <param name="Last">When it was given the last, as far as that was written down.</param>
/// <param name="Revoked">Since when none of them is accepted; null where they are.</param>
internal sealed record RegisteredNode(
    string Name, Guid Serial, string? Token, DateTimeOffset First, DateTimeOffset Last, DateTimeOffset? Revoked = null);
