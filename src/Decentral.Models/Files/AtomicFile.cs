namespace Decentral.Models.Files;

/// <summary>Files that are replaced as a whole or not at all.</summary>
internal static class AtomicFile
{
    private const string PartialSuffix = ".partial";
    private const int BufferBytes = 1 << 20;

    /// <summary>
    /// Writes beside the file, flushes to disk, then renames. What was there stays until the rename, through a failed
    /// write, a full disk or a killed process; what a killed process left half-written is overwritten by the next
    /// attempt.
    /// </summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="length">Bytes to be written, set aside first so that a full disk is found at once; 0 if not
    /// known.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="IOException">The disk is full, or another process writes the same file.</exception>
    internal static void Replace(string path, long length, Action<Stream> write)
    {
        var partial = path + PartialSuffix;
        var options = new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            Share = FileShare.None,
            BufferSize = BufferBytes,
            PreallocationSize = length,
        };

        // Opened outside the try: where the lock is another process's, the partial file is too.
        var stream = new FileStream(partial, options);
        try
        {
            using (stream)
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(partial, path, overwrite: true);
        }
        catch
        {
            File.Delete(partial);
            throw;
        }
    }
}
