using Decentral.Files;
using Decentral.Storage.Files;

namespace Decentral.Storage.Snapshots;

/// <summary>
/// A run's durable tensors: one directory a snapshot, with a file a part and a manifest that is written last. A
/// snapshot that was interrupted is never chosen. One process at a time uses a store: whoever holds the run's journal.
/// </summary>
public sealed class SnapshotStore
{
    private readonly SnapshotStoreOptions _options;

    private SnapshotStore(SnapshotStoreOptions options) => _options = options;

    /// <summary>Opens the store and clears away what interrupted snapshots left.</summary>
    /// <exception cref="StorageException">The directory cannot be made or written.</exception>
    public static Task<SnapshotStore> Open(SnapshotStoreOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Keep, 1);
        var absolute = options with { Directory = Path.GetFullPath(options.Directory) };
        return BlockingWork.Run(() =>
        {
            Prepare(absolute.Directory);
            return new SnapshotStore(absolute);
        });
    }

    /// <summary>Begins a snapshot.</summary>
    /// <param name="name">What its writers call it: a file name as for parts. An unfinished one of it goes.</param>
    /// <exception cref="StorageException">Its directory cannot be made.</exception>
    public Task<SnapshotWriter> Begin(string name)
    {
        SnapshotFiles.CheckName(name);
        return BlockingWork.Run(() => new SnapshotWriter(_options, name, DeleteOld));
    }

    /// <summary>The newest whole snapshot; reads each candidate to its end, on a thread of its own.</summary>
    public Task<SnapshotSearch> FindNewest() => BlockingWork.Run(() =>
    {
        var rejected = new List<string>();
        foreach (var directory in NewestFirst())
        {
            if (TryUse(directory, out var fault) is { } snapshot)
            {
                return new SnapshotSearch(snapshot, rejected);
            }

            rejected.Add($"Snapshot {Path.GetFileName(directory)} is passed over: {fault}.");
        }

        return new SnapshotSearch(null, rejected);
    });

    private static void Prepare(string directory)
    {
        try
        {
            DirectorySync.Create(directory);
            foreach (var found in Directory.EnumerateDirectories(directory).ToList())
            {
                SnapshotFiles.CleanUp(found);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"Snapshots cannot be kept in {directory}: {error.Message}", error);
        }
    }

    private Snapshot? TryUse(string directory, out string fault)
    {
        if (ManifestFile.TryRead(directory, out fault) is not { } manifest)
        {
            return null;
        }

        var snapshot = new Snapshot(directory, manifest);
        fault = manifest.RunId == _options.RunId
            ? snapshot.FindFault()
            : $"it belongs to run {manifest.RunId}, not to {_options.RunId}";
        return fault.Length == 0 ? snapshot : null;
    }

    /// <summary>Directories of snapshots, newest first.</summary>
    private IEnumerable<string> NewestFirst() => Directory.EnumerateDirectories(_options.Directory)
        .Where(directory => SnapshotCut.Parse(Path.GetFileName(directory)) is not null)
        .OrderByDescending(directory => SnapshotCut.Parse(Path.GetFileName(directory))!.Value.Sequence)
        .ThenByDescending(directory => directory, StringComparer.Ordinal);

    private void DeleteOld()
    {
        foreach (var old in NewestFirst().Skip(_options.Keep).ToList())
        {
            SnapshotFiles.Delete(old);
        }
    }
}
