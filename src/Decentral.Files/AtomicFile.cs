namespace Decentral.Files;

/// <summary>
/// Replaces files so that their name gives the old bytes or the new ones, whole, at every instant and after any crash:
/// written beside, synced, renamed, and the directory synced.
/// </summary>
public static class AtomicFile
{
    /// <summary>
    /// Replaces or makes a file, and deletes what killed writers of it left half-written. Blocks until it is durable:
    /// not for an actor's thread.
    /// </summary>
    /// <param name="path">The file; its directory exists.</param>
    /// <param name="write">Writes the whole content; when it throws, the file stays as it was.</param>
    /// <param name="length">
    /// Bytes to be written, set aside first so that a full disk is found at once; 0 where that is not known.
    /// </param>
    /// <exception cref="IOException">The disk is full or failed; the file stays as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">
    /// The place may not be written; the file stays as it was.
    /// </exception>
    public static void Write(string path, Action<Stream> write, long length = 0)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        var target = Path.GetFullPath(path);
        PendingFile.RemoveAbandoned(Path.GetDirectoryName(target)!, Path.GetFileName(target));
        FileSystemLimit.Watch(() =>
        {
            using var pending = PendingFile.CreateBeside(target, length);
            write(pending.Stream);
            pending.MoveTo(target);
        });
    }

    /// <summary>
    /// Replaces or makes a file with these bytes, as <see cref="Write(string, Action{Stream}, long)"/> does.
    /// </summary>
    public static void Write(string path, ReadOnlyMemory<byte> bytes) =>
        Write(path, stream => stream.Write(bytes.Span), bytes.Length);
}
