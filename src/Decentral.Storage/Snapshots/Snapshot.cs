namespace Decentral.Storage.Snapshots;

/// <summary>A complete snapshot, whose digests were right when it was found.</summary>
public sealed class Snapshot
{
    internal Snapshot(string directory, SnapshotManifest manifest)
    {
        Directory = directory;
        Manifest = manifest;
    }

    /// <summary>Where its parts are, each a file of its own name.</summary>
    public string Directory { get; }

    /// <summary>What it consists of.</summary>
    public SnapshotManifest Manifest { get; }

    /// <summary>Opens a part for reading; the caller disposes of the stream.</summary>
    /// <exception cref="StorageException">There is no such part; the message names those that are there.</exception>
    public Stream OpenPart(string name)
    {
        var names = Manifest.Parts.Select(part => part.Name);
        return names.Contains(name)
            ? new FileStream(Path.Combine(Directory, name), SnapshotFiles.ForReading)
            : throw new StorageException(
                $"Snapshot {Directory} has no part {name}; it has {string.Join(", ", names)}.");
    }

    /// <summary>What is wrong with its parts; empty when nothing is.</summary>
    internal string FindFault() => Manifest.Parts
        .Select(part => SnapshotFiles.FindFault(Directory, part))
        .FirstOrDefault(fault => fault.Length > 0, "");
}
