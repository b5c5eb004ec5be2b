using System.Collections.Immutable;
using Decentral.Files;
using Decentral.Storage.Files;

namespace Decentral.Storage.Snapshots;

/// <summary>
/// A snapshot being written, in a directory that is none until <see cref="Complete"/>. Parts may be written at the same
/// time from several threads. Disposing of it before it is complete deletes what was written; all parts have been
/// awaited then.
/// </summary>
public sealed class SnapshotWriter : IAsyncDisposable
{
    private readonly SnapshotStoreOptions _options;
    private readonly string _name;
    private readonly Action _completed;
    private readonly string _unfinished;
    private readonly Lock _gate = new();

    /// <summary>By name; null while it is being written, and after that failed.</summary>
    private readonly SortedDictionary<string, SnapshotPart?> _parts = new(StringComparer.Ordinal);
    private readonly HashSet<string> _writing = new(StringComparer.Ordinal);
    private bool _isComplete;

    internal SnapshotWriter(SnapshotStoreOptions options, string name, Action completed)
    {
        _options = options;
        _name = name;
        _completed = completed;
        _unfinished = Path.Combine(options.Directory, name + PendingFile.Suffix);
        Guard("begun", () =>
        {
            DeleteIfThere(_unfinished);
            Directory.CreateDirectory(_unfinished);
        });
    }

    /// <summary>
    /// Writes a part of any length, and syncs it, on a thread of its own. A part that was written before is replaced.
    /// </summary>
    /// <param name="name">
    /// A file name of ASCII letters, digits, '.', '_' and '-', not with a dot in front.
    /// </param>
    /// <param name="write">Writes the part from front to end; called on that thread.</param>
    /// <exception cref="InvalidOperationException">This part is being written.</exception>
    /// <exception cref="StorageException">
    /// The disk is full or failed; the snapshot cannot be completed unless this part is written again.
    /// </exception>
    public Task WritePart(string name, Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        SnapshotFiles.CheckName(name);
        Reserve(name);
        return BlockingWork.Run(() => Guard($"written (part {name})", () => Write(name, write)));
    }

    /// <summary>
    /// Writes a part of these bytes, as <see cref="WritePart(string, Action{Stream})"/> does; they do not change
    /// meanwhile.
    /// </summary>
    public Task WritePart(string name, ReadOnlyMemory<byte> bytes) =>
        WritePart(name, stream => stream.Write(bytes.Span));

    /// <summary>
    /// Makes the parts that were written a snapshot, durably and in one step, in place of an earlier one of the same
    /// cut, and deletes snapshots beyond those to keep. All parts have been awaited.
    /// </summary>
    /// <param name="cut">The instant of the run that it holds.</param>
    /// <param name="properties">Goes into the manifest as it is.</param>
    /// <exception cref="InvalidOperationException">A part failed or is being written.</exception>
    /// <exception cref="StorageException">The disk is full or failed; earlier snapshots stay.</exception>
    public Task<SnapshotManifest> Complete(SnapshotCut cut, IReadOnlyDictionary<string, string> properties)
    {
        ArgumentNullException.ThrowIfNull(properties);
        ArgumentOutOfRangeException.ThrowIfNegative(cut.Sequence);
        ArgumentOutOfRangeException.ThrowIfNegative(cut.Round);
        var manifest = new SnapshotManifest
        {
            Name = _name,
            RunId = _options.RunId,
            Sequence = cut.Sequence,
            Round = cut.Round,
            Parts = WrittenParts(),
            Properties = properties.ToImmutableSortedDictionary(StringComparer.Ordinal),
        };
        return BlockingWork.Run(() =>
        {
            Guard("completed", () => PutInPlace(manifest));
            Guard("followed by deleting older ones", _completed);
            return manifest;
        });
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (!_isComplete)
        {
            await BlockingWork.Run(() => Guard("deleted", () => DeleteIfThere(_unfinished))).ConfigureAwait(false);
        }
    }

    private ImmutableArray<SnapshotPart> WrittenParts()
    {
        lock (_gate)
        {
            var missing = string.Join(", ", _parts.Where(part => part.Value is null).Select(part => part.Key));
            return missing.Length == 0
                ? [.. _parts.Values.Select(part => part!)]
                : throw new InvalidOperationException(
                    $"Snapshot {_name} cannot be completed: {missing} failed or are still being written.");
        }
    }

    private void Reserve(string part)
    {
        lock (_gate)
        {
            if (!_writing.Add(part))
            {
                throw new InvalidOperationException($"Part {part} of snapshot {_name} is being written already.");
            }

            _parts[part] = null;
        }
    }

    private void Write(string part, Action<Stream> write)
    {
        SnapshotPart? written = null;
        try
        {
            using var file = new FileStream(Path.Combine(_unfinished, part), SnapshotFiles.ForWriting);
            using var digesting = new DigestingStream(file);
            write(digesting);
            file.Flush(flushToDisk: true);
            written = digesting.Describe(part);
        }
        finally
        {
            Release(part, written);
        }
    }

    private void Release(string part, SnapshotPart? written)
    {
        lock (_gate)
        {
            _writing.Remove(part);
            _parts[part] = written;
        }
    }

    private void PutInPlace(SnapshotManifest manifest)
    {
        ManifestFile.Write(_unfinished, manifest);
        _isComplete = true;
        SnapshotFiles.PutInPlace(_unfinished, manifest);
    }

    private void Guard(string step, Action work)
    {
        try
        {
            FileSystemLimit.Watch(work);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(
                $"Snapshot {_name} in {_options.Directory} could not be {step}: {error.Message} All "
                + "earlier snapshots stay: free space or check the disk, then resume the run.",
                error);
        }
    }

    private static void DeleteIfThere(string directory)
    {
        if (Directory.Exists(directory))
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
