namespace Decentral.Storage.Files;

/// <summary>
/// Replaces files so that their name gives the old bytes or the new ones, whole, at every instant and after any crash:
/// written beside, synced, renamed, and the directory synced.
/// </summary>
public static class AtomicFile
{
    /// <summary>Replaces or makes a file. Blocks until it is durable: not for an actor's thread.</summary>
    /// <param name="path">The file; its directory exists.</param>
    /// <param name="write">Writes the whole content; when it throws, the file stays as it was.</param>
    /// <exception cref="IOException">The disk is full or failed; the file stays as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">
    /// The place may not be written; the file stays as it was.
    /// </exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        FileSystemLimit.Watch(() =>
        {
            using var pending = PendingFile.Create(Path.GetFullPath(path));
            write(pending.Stream);
            pending.Commit();
        });
    }

    /// <summary>
    /// Replaces or makes a file with these bytes, as <see cref="Write(string, Action{Stream})"/> does.
    /// </summary>
    public static void Write(string path, ReadOnlyMemory<byte> bytes) =>
        Write(path, stream => stream.Write(bytes.Span));

    /// <summary>Does <see cref="Write(string, Action{Stream})"/> on a thread of its own.</summary>
    public static Task WriteInBackground(string path, Action<Stream> write) =>
        BlockingWork.Run(() => Write(path, write));

    /// <summary>
    /// Deletes what killed writers left half-written in a directory, and nothing that is being written; gives the
    /// names.
    /// </summary>
    public static IReadOnlyList<string> RemoveAbandoned(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        var pending = Directory.EnumerateFiles(directory, "*" + PendingFile.Suffix);
        return [.. pending.Where(TryRemove).Order(StringComparer.Ordinal)];
    }

    private static bool TryRemove(string path)
    {
        try
        {
            new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.None).Dispose();
            File.Delete(path);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
