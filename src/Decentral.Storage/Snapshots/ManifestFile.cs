using System.Security.Cryptography;
using System.Text.Json;
using Decentral.Files;

namespace Decentral.Storage.Snapshots;

/// <summary>The file that makes a directory a snapshot: written last, and atomically.</summary>
internal static class ManifestFile
{
    public const string Name = "manifest.json";

    public static string In(string directory) => Path.Combine(directory, Name);

    public static void Write(string directory, SnapshotManifest manifest)
    {
        var stored = new StoredManifest(Digest(manifest), manifest);
        var bytes = JsonSerializer.SerializeToUtf8Bytes(stored, SnapshotJson.Default.StoredManifest);
        AtomicFile.Write(In(directory), bytes);
    }

    /// <summary>The manifest of a snapshot's directory, or null and what is wrong with it.</summary>
    public static SnapshotManifest? TryRead(string directory, out string fault)
    {
        fault = "";
        try
        {
            var bytes = File.ReadAllBytes(In(directory));
            var stored = JsonSerializer.Deserialize(bytes, SnapshotJson.Default.StoredManifest);
            fault = FaultOf(stored);
            return fault.Length == 0 ? stored!.Manifest : null;
        }
        catch (FileNotFoundException)
        {
            fault = "it has no manifest, so it was never finished";
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            fault = $"its manifest cannot be read: {error.Message}";
        }

        return null;
    }

    private static string FaultOf(StoredManifest? stored)
    {
        if (stored is null)
        {
            return "its manifest is empty";
        }

        if (stored.Manifest.Format != SnapshotManifest.CurrentFormat)
        {
            return $"it has format {stored.Manifest.Format}, this build knows {SnapshotManifest.CurrentFormat}";
        }

        return stored.Sha256 == Digest(stored.Manifest) ? "" : "its manifest does not match its own digest";
    }

    private static string Digest(SnapshotManifest manifest) => Convert.ToHexStringLower(
        SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(manifest, SnapshotJson.Default.SnapshotManifest)));
}
