namespace Decentral.Actors.Nodes.Security;

/// <summary>A hub has given a node a certificate: its first, or a later one that takes the place of another.</summary>
/// <param name="Node">The node.</param>
/// <param name="Serial">By which it can be revoked; the same for all that take each other's place.</param>
/// <param name="Token">Digest of the token that the node joined with; null where it showed a certificate.</param>
/// <param name="At">When, by the hub's clock.</param>
public sealed record IssuedCertificate(NodeId Node, Guid Serial, ReadOnlyMemory<byte>? Token, DateTimeOffset At);
