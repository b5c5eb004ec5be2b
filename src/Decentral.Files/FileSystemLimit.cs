namespace Decentral.Files;

/// <summary>
/// .NET reports a file that outgrows its file system, or the process's own limit, as a wrong argument; to us it is a
/// full disk.
/// </summary>
public static class FileSystemLimit
{
    /// <summary>Writes, and throws an <see cref="IOException"/> where a file cannot grow.</summary>
    public static void Watch(Action write)
    {
        try
        {
            write();
        }
        catch (ArgumentOutOfRangeException error) when (IsReached(error))
        {
            throw new IOException(error.Message, error);
        }
    }

    internal static bool IsReached(Exception error) =>
        error is ArgumentOutOfRangeException && error.TargetSite?.DeclaringType == typeof(RandomAccess);
}
