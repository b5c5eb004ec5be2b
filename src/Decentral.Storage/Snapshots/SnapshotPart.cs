namespace Decentral.Storage.Snapshots;

/// <summary>A file of a snapshot.</summary>
/// <param name="Name">Unique in the snapshot; also the file's name.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">The digest of its bytes, in lower-case hexadecimal.</param>
public sealed record SnapshotPart(string Name, long Bytes, string Sha256);
