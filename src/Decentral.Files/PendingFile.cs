namespace Decentral.Files;

/// <summary>
/// A file being written under a passing name. It is held open, and so locked, until it has its place: a pending file
/// that is not locked is one whose writer has died.
/// </summary>
public sealed class PendingFile : IDisposable
{
    /// <summary>Ends the names of pending files.</summary>
    public const string Suffix = ".partial";

    private const int BufferBytes = 1 << 16;
    private const int NameAttempts = 16;

    // What .NET reports when the name is there: the system's EEXIST, or ERROR_FILE_EXISTS of Windows.
    private const int FileExists = 17;
    private const int FileExistsWindows = unchecked((int)0x8007_0050);

    // And when another has locked the file: EWOULDBLOCK of Linux and of macOS, or ERROR_SHARING_VIOLATION of Windows.
    private const int LockedLinux = 11;
    private const int LockedMac = 35;
    private const int LockedWindows = unchecked((int)0x8007_0020);

    private static int _counter;

    private bool _isInPlace;

    private PendingFile(FileStream stream) => Stream = stream;

    /// <summary>Takes the content.</summary>
    public FileStream Stream { get; }

    /// <summary>Starts a file in an existing directory.</summary>
    /// <param name="path">What its passing name begins with.</param>
    /// <param name="length">Bytes to set aside for it; 0 where that is not known.</param>
    /// <exception cref="IOException">The disk is full or failed.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory may not be written.</exception>
    public static PendingFile CreateBeside(string path, long length = 0)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.Delete,
            BufferSize = BufferBytes,
            PreallocationSize = length,
        };
        for (var attempt = 0; attempt < NameAttempts; attempt++)
        {
            var name = $"{path}.{Environment.ProcessId}-{Interlocked.Increment(ref _counter)}{Suffix}";
            if (TryCreate(name, options) is { } stream)
            {
                return new PendingFile(stream);
            }
        }

        throw new IOException(
            $"No file could be begun beside {path}: {NameAttempts} names in a row were taken. Delete what ends in {Suffix} there.");
    }

    /// <summary>
    /// Deletes what killed writers left half-written in a directory, and nothing that is being written; gives the
    /// paths, in order.
    /// </summary>
    /// <param name="directory">It exists.</param>
    /// <param name="nameStart">What the names must begin with; empty for all.</param>
    public static IReadOnlyList<string> RemoveAbandoned(string directory, string nameStart = "")
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        var pending = Directory.EnumerateFiles(directory, "*" + Suffix)
            .Where(path => Path.GetFileName(path).StartsWith(nameStart, StringComparison.Ordinal));
        return [.. pending.Where(TryRemove).Order(StringComparer.Ordinal)];
    }

    /// <summary>
    /// Gives the file its place: afterwards, and after any crash, that name gives the old bytes or the new.
    /// </summary>
    /// <param name="path">In the same directory.</param>
    /// <exception cref="IOException">The disk is full or failed.</exception>
    public void MoveTo(string path)
    {
        Stream.Flush(flushToDisk: true);
        File.Move(Stream.Name, path, overwrite: true);
        _isInPlace = true;
        DirectorySync.Flush(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    /// <summary>Closes the file, and deletes it when it has not got its place.</summary>
    public void Dispose()
    {
        if (!_isInPlace)
        {
            File.Delete(Stream.Name);
        }

        DisposeOfUnwritten();
    }

    /// <returns>Null where the name is taken: another may be free.</returns>
    private static FileStream? TryCreate(string name, FileStreamOptions options)
    {
        try
        {
            var stream = new FileStream(name, options);
            if (File.Exists(name))
            {
                return stream;
            }

            // A cleaner came between creation and locking, and was done before the locking.
            stream.Dispose();
            return null;
        }
        catch (IOException error) when (IsTaken(error))
        {
            // Left by a dead process that had our number, or seized by a cleaner between creation and locking.
            return null;
        }
    }

    private static bool IsTaken(IOException error) =>
        error.HResult is FileExists or FileExistsWindows or LockedLinux or LockedMac or LockedWindows;

    private static bool TryRemove(string path)
    {
        try
        {
            // Deleted before the lock is let go: a writer that has just made the file would get the lock in between.
            new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.None, 0, FileOptions.DeleteOnClose).Dispose();
            return !File.Exists(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Locked: a live process writes it. Gone: another has renamed or removed it. Or it is not ours to delete.
            return false;
        }
    }

    /// <remarks>
    /// Closing writes what is still buffered, which fails again on a full disk; the file is gone by then.
    /// </remarks>
    private void DisposeOfUnwritten()
    {
        try
        {
            Stream.Dispose();
        }
        catch (Exception error) when (!_isInPlace && (error is IOException || FileSystemLimit.IsReached(error)))
        {
        }
    }
}
