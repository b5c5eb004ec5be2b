namespace Decentral.Storage.Snapshots;

/// <summary>A manifest as it is on disk.</summary>
/// <param name="Sha256">The digest of the manifest, as this build serializes it.</param>
/// <param name="Manifest">The manifest.</param>
internal sealed record StoredManifest(string Sha256, SnapshotManifest Manifest);
