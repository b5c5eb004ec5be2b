using System.Security.Cryptography;
using Decentral.Storage.Files;

namespace Decentral.Storage.Snapshots;

/// <summary>The files of snapshots: how they are opened, checked and removed.</summary>
internal static class SnapshotFiles
{
    private const int BufferBytes = 1 << 20;

    public static FileStreamOptions ForReading { get; } = new()
    {
        Mode = FileMode.Open,
        Access = FileAccess.Read,
        Options = FileOptions.SequentialScan,
        BufferSize = BufferBytes,
    };

    public static FileStreamOptions ForWriting { get; } = new()
    {
        Mode = FileMode.CreateNew,
        Access = FileAccess.Write,
        BufferSize = BufferBytes,
    };

    /// <summary>Reads a part whole and says how it differs from its description; empty when it does not.</summary>
    public static string FindFault(string directory, SnapshotPart part)
    {
        try
        {
            using var stream = new FileStream(Path.Combine(directory, part.Name), ForReading);
            if (stream.Length != part.Bytes)
            {
                return $"part {part.Name} has {stream.Length} bytes, expected {part.Bytes}";
            }

            var digest = Convert.ToHexStringLower(SHA256.HashData(stream));
            return digest == part.Sha256 ? "" : $"part {part.Name} has digest {digest}, expected {part.Sha256}";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return $"part {part.Name} cannot be read: {error.Message}";
        }
    }

    /// <summary>
    /// Gives an unfinished directory that has its manifest the name of a snapshot, in place of one that has it. After a
    /// crash in between, the manifest shows that this is still to be done.
    /// </summary>
    public static void PutInPlace(string unfinished)
    {
        var final = unfinished[..^PendingFile.Suffix.Length];
        if (Directory.Exists(final))
        {
            Delete(final);
        }

        Directory.Move(unfinished, final);
        DirectorySync.Flush(Path.GetDirectoryName(final)!);
    }

    /// <summary>Finishes or deletes what a crash left of a snapshot.</summary>
    public static void CleanUp(string directory)
    {
        var isComplete = File.Exists(ManifestFile.In(directory));
        var hasFinalName = !directory.EndsWith(PendingFile.Suffix, StringComparison.Ordinal);
        if (!isComplete)
        {
            Directory.Delete(directory, recursive: true);
        }
        else if (!hasFinalName)
        {
            PutInPlace(directory);
        }
    }

    /// <summary>
    /// Deletes a snapshot; without its manifest, which goes first, what remains after a crash is not one.
    /// </summary>
    public static void Delete(string directory)
    {
        File.Delete(ManifestFile.In(directory));
        Directory.Delete(directory, recursive: true);
    }
}
