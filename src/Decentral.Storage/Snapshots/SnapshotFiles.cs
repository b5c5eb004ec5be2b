using System.Buffers;
using System.Security.Cryptography;
using Decentral.Files;

namespace Decentral.Storage.Snapshots;

/// <summary>The files of snapshots: how they are named, opened, checked, put in place and removed.</summary>
internal static class SnapshotFiles
{
    private const int BufferBytes = 1 << 20;
    private const int MaxNameLength = 128;

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-");

    public static FileStreamOptions ForReading { get; } = new()
    {
        Mode = FileMode.Open,
        Access = FileAccess.Read,
        Options = FileOptions.SequentialScan,
        BufferSize = BufferBytes,
    };

    public static FileStreamOptions ForWriting { get; } = new()
    {
        Mode = FileMode.Create,
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

    /// <exception cref="ArgumentException">It cannot name a snapshot or a part.</exception>
    public static void CheckName(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name.Length > MaxNameLength || name[0] == '.' || name.AsSpan().ContainsAnyExcept(NameCharacters)
            || name == ManifestFile.Name)
        {
            throw new ArgumentException(
                $"'{name}' cannot name a snapshot or a part: it is longer than {MaxNameLength}, or not made of ASCII "
                + $"letters, digits, '.', '_' and '-' with another than a dot in front, or {ManifestFile.Name}.",
                nameof(name));
        }
    }

    /// <summary>
    /// Gives an unfinished directory that has its manifest the name of a snapshot, in place of one that has it. After a
    /// crash in between, the manifest shows that this is still to be done.
    /// </summary>
    public static void PutInPlace(string unfinished, SnapshotManifest manifest)
    {
        var parent = Path.GetDirectoryName(unfinished)!;
        var final = Path.Combine(parent, new SnapshotCut(manifest.Sequence, manifest.Round).ToString());
        if (Directory.Exists(final))
        {
            Delete(final);
        }

        Directory.Move(unfinished, final);
        DirectorySync.Flush(parent);
    }

    /// <summary>Finishes or deletes what a crash left of a snapshot; leaves alone what is none.</summary>
    public static void CleanUp(string directory)
    {
        var manifest = ManifestFile.TryRead(directory, out _);
        if (!directory.EndsWith(PendingFile.Suffix, StringComparison.Ordinal))
        {
            DeleteIfHalfDeleted(directory);
        }
        else if (manifest is not null)
        {
            PutInPlace(directory, manifest);
        }
        else
        {
            Directory.Delete(directory, recursive: true);
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

    private static void DeleteIfHalfDeleted(string directory)
    {
        if (SnapshotCut.Parse(Path.GetFileName(directory)) is not null && !File.Exists(ManifestFile.In(directory)))
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
