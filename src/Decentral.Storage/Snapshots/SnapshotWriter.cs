using System.Buffers;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using Decentral.Storage.Files;

namespace Decentral.Storage.Snapshots;

/// <summary>
/// A snapshot being written, in a directory that is none until <see cref="Complete"/>. Parts may be written at the same
/// time from several threads. Disposing of it before it is complete deletes what was written; all parts have been
/// awaited then.
/// </summary>
public sealed class SnapshotWriter : IAsyncDisposable
{
    private const int MaxNameLength = 128;

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-");

    private readonly SnapshotStoreOptions _options;
    private readonly SnapshotCut _cut;
    private readonly Action _completed;
    private readonly string _unfinished;
    private readonly ConcurrentDictionary<string, SnapshotPart?> _parts = new(StringComparer.Ordinal);
    private bool _isComplete;

    internal SnapshotWriter(SnapshotStoreOptions options, SnapshotCut cut, Action completed)
    {
        _options = options;
        _cut = cut;
        _completed = completed;
        _unfinished = Path.Combine(options.Directory, cut + PendingFile.Suffix);
        Guard("begun", () =>
        {
            DeleteIfThere(_unfinished);
            Directory.CreateDirectory(_unfinished);
        });
    }

    /// <summary>Writes a part of any length, and syncs it, on a thread of its own.</summary>
    /// <param name="name">
    /// A file name of ASCII letters, digits, '.', '_' and '-', not with a dot in front; once a snapshot.
    /// </param>
    /// <param name="write">Writes the part from front to end; called on that thread.</param>
    /// <exception cref="StorageException">
    /// The disk is full or failed; the snapshot cannot be completed any more.
    /// </exception>
    public Task WritePart(string name, Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(write);
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
    /// Makes the parts that were written a snapshot, durably and in one step, and deletes snapshots beyond those to
    /// keep. All parts have been awaited.
    /// </summary>
    /// <param name="properties">Goes into the manifest as it is.</param>
    /// <exception cref="StorageException">The disk is full or failed; earlier snapshots stay.</exception>
    public Task<SnapshotManifest> Complete(IReadOnlyDictionary<string, string> properties)
    {
        ArgumentNullException.ThrowIfNull(properties);
        RefuseUnwritten();
        var manifest = new SnapshotManifest
        {
            RunId = _options.RunId,
            Sequence = _cut.Sequence,
            Round = _cut.Round,
            Parts = [.. _parts.Values.Select(part => part!).OrderBy(part => part.Name, StringComparer.Ordinal)],
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

    private void RefuseUnwritten()
    {
        var unwritten = _parts.Where(part => part.Value is null).Select(part => part.Key).Order(StringComparer.Ordinal);
        var names = string.Join(", ", unwritten);
        if (names.Length > 0)
        {
            throw new InvalidOperationException(
                $"Snapshot {_cut} cannot be completed: {names} failed or are still being written.");
        }
    }

    private void Reserve(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name.Length > MaxNameLength || name[0] == '.' || name.AsSpan().ContainsAnyExcept(NameCharacters)
            || name == ManifestFile.Name || !_parts.TryAdd(name, null))
        {
            throw new ArgumentException(
                $"'{name}' cannot name a part of snapshot {_cut}: it is taken, or longer than {MaxNameLength}, or not "
                + "made of ASCII letters, digits, '.', '_' and '-' with another than a dot in front.",
                nameof(name));
        }
    }

    private void Write(string name, Action<Stream> write)
    {
        using var file = new FileStream(Path.Combine(_unfinished, name), SnapshotFiles.ForWriting);
        using var digesting = new DigestingStream(file);
        write(digesting);
        file.Flush(flushToDisk: true);
        _parts[name] = digesting.Describe(name);
    }

    private void PutInPlace(SnapshotManifest manifest)
    {
        ManifestFile.Write(_unfinished, manifest);
        _isComplete = true;
        SnapshotFiles.PutInPlace(_unfinished);
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
                $"Snapshot {_cut} in {_options.Directory} could not be {step}: {error.Message} The run can go on, and "
                + "earlier snapshots stay; free space or check the disk.",
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
