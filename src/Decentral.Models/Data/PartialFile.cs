namespace Decentral.Models.Data;

/// <summary>
/// A file written under a passing name and renamed into place when complete. It is locked while it is written: what
/// a killed process left behind is unlocked, and <see cref="DeleteAbandoned"/> removes it.
/// </summary>
internal sealed class PartialFile : IDisposable
{
    private const string Extension = ".partial";

    private readonly string _path;
    private bool _moved;

    public PartialFile(string folder)
    {
        Directory.CreateDirectory(folder);
        _path = Path.Combine(folder, Path.GetRandomFileName() + Extension);
        Stream = new FileStream(_path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
    }

    public FileStream Stream { get; }

    public static void DeleteAbandoned(string folder)
    {
        foreach (var path in Directory.EnumerateFiles(folder, "*" + Extension))
        {
            try
            {
                using var unlocked = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
                File.Delete(path);
            }
            catch (IOException)
            {
                // Locked: a live process is writing it. Gone: another has removed or renamed it.
            }
        }
    }

    public void MoveTo(string path)
    {
        Stream.Flush(flushToDisk: true);
        File.Move(_path, path, overwrite: true);
        _moved = true;
        Stream.Dispose();
    }

    public void Dispose()
    {
        Stream.Dispose();
        if (!_moved)
        {
            File.Delete(_path);
        }
    }
}
