namespace Decentral.Models.Data;

/// <summary>A file of a source.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Name">What messages call it, and by what it is ordered: the path as the person knows it.</param>
/// <param name="Length">Its length in bytes when it was found.</param>
/// <param name="Modified">When it had last been written when it was found.</param>
internal sealed record SourceFile(string Path, string Name, long Length, DateTime Modified)
{
    private static readonly string[] RecordExtensions = [".jsonl", ".ndjson"];

    public bool HasRecords =>
        RecordExtensions.Contains(System.IO.Path.GetExtension(Path), StringComparer.OrdinalIgnoreCase);

    /// <exception cref="DataSourceException">The file is not there.</exception>
    public static SourceFile Find(string path, string name)
    {
        var info = new FileInfo(path);
        if (info.LinkTarget is not null)
        {
            info = (FileInfo?)info.ResolveLinkTarget(returnFinalTarget: true) ?? info;
        }

        return info.Exists
            ? new SourceFile(path, name, info.Length, info.LastWriteTimeUtc)
            : throw new DataSourceException($"'{name}' is a link to a file that does not exist.");
    }

    /// <exception cref="DataSourceException">The file is gone, may not be read, or is in use.</exception>
    public FileStream Open()
    {
        try
        {
            var stream = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            return stream.CanSeek ? stream : throw new IOException("It is not a regular file.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(e);
        }
    }

    /// <exception cref="DataSourceException">The device fails.</exception>
    public int Read(FileStream stream, Span<byte> buffer)
    {
        try
        {
            return stream.Read(buffer);
        }
        catch (IOException e)
        {
            throw Unreadable(e);
        }
    }

    /// <exception cref="DataSourceException">The file was written to since it was found.</exception>
    public void CheckUnchanged()
    {
        var now = Find(Path, Name);
        if (now != this)
        {
            throw new DataSourceException(
                $"'{Name}' changed while it was read ({Length} bytes at first, now {now.Length}). " +
                "Prepare the data again.");
        }
    }

    private DataSourceException Unreadable(Exception e) => new($"'{Name}' cannot be read: {e.Message}", e);
}
