namespace Decentral.Storage.Files;

/// <summary>
/// A file being written beside the one that it will replace. It is held open, and so locked, until it has its place: a
/// pending file that is not locked is one whose writer has died.
/// </summary>
internal sealed class PendingFile : IDisposable
{
    /// <summary>Ends the names of pending files.</summary>
    public const string Suffix = ".partial";

    private const int NameAttempts = 16;

    private static int _counter;

    private readonly string _target;
    private bool _isInPlace;

    private PendingFile(string target, FileStream stream)
    {
        _target = target;
        Stream = stream;
    }

    public FileStream Stream { get; }

    public static PendingFile Create(string target)
    {
        for (var attempt = 1; ; attempt++)
        {
            var name = $"{target}.{Environment.ProcessId}-{Interlocked.Increment(ref _counter)}{Suffix}";
            try
            {
                var stream = new FileStream(name, FileMode.CreateNew, FileAccess.Write, FileShare.Delete);
                return new PendingFile(target, stream);
            }
            catch (IOException) when (attempt < NameAttempts)
            {
                // Left by a dead process that had our number, or seized by a cleaner between creation and locking.
            }
        }
    }

    /// <summary>
    /// Puts the file in the target's place: afterwards, and after any crash, the name gives the old bytes or the new.
    /// </summary>
    public void Commit()
    {
        Stream.Flush(flushToDisk: true);
        File.Move(Stream.Name, _target, overwrite: true);
        _isInPlace = true;
        DirectorySync.Flush(Path.GetDirectoryName(_target)!);
    }

    public void Dispose()
    {
        if (!_isInPlace)
        {
            File.Delete(Stream.Name);
        }

        DisposeOfUnwritten();
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
