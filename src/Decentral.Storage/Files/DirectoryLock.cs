namespace Decentral.Storage.Files;

/// <summary>
/// Exclusive use of a directory by one process. The operating system holds the lock and drops it when the process ends
/// in whatever way, so a killed holder never blocks its successor. Who holds it is written beside, for the refusal's
/// words.
/// </summary>
internal sealed class DirectoryLock : IDisposable
{
    /// <summary>
    /// Held open, always empty; it stays behind, because deleting a lock file lets two processes hold it.
    /// </summary>
    public const string LockFileName = "run.lock";

    /// <summary>Names the holder in words; deleted on release.</summary>
    public const string HolderFileName = "run.lock.holder";

    private const int WouldBlockLinux = 11;
    private const int WouldBlockMac = 35;
    private const int SharingViolationWindows = unchecked((int)0x8007_0020);

    private readonly FileStream _held;
    private readonly string _holderPath;

    private DirectoryLock(FileStream held, string holderPath)
    {
        _held = held;
        _holderPath = holderPath;
    }

    /// <summary>Takes the lock of an existing directory, or says who has it.</summary>
    /// <exception cref="IOException">The lock file cannot be created.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory is not ours to write.</exception>
    public static DirectoryLock? TryAcquire(string directory, out string refusal)
    {
        var holderPath = Path.Combine(directory, HolderFileName);
        var held = TryHold(Path.Combine(directory, LockFileName));
        if (held is null)
        {
            refusal =
                $"{directory} is in use by {ReadHolder(holderPath)}: stop that process, or name another directory.";
            return null;
        }

        refusal = "";
        return Sign(held, holderPath);
    }

    public void Dispose()
    {
        using (_held)
        {
            File.Delete(_holderPath);
        }
    }

    private static DirectoryLock Sign(FileStream held, string holderPath)
    {
        try
        {
            File.WriteAllText(holderPath, $"process {Environment.ProcessId} on {Environment.MachineName}");
            return new DirectoryLock(held, holderPath);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    private static FileStream? TryHold(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (IOException error) when (error.HResult is WouldBlockLinux or WouldBlockMac or SharingViolationWindows)
        {
            return null;
        }
    }

    /// <remarks>A holder that is just starting or just leaving has no words.</remarks>
    private static string ReadHolder(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return "another process";
        }
    }
}
