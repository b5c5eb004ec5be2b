namespace Decentral.Storage.Tests;

/// <summary>A fresh directory for one test, deleted with all that is in it.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    private const string Prefix = "decentral-storage-";
    private const string MemoryFileSystem = "/dev/shm";

    public TemporaryDirectory()
        : this(Directory.CreateTempSubdirectory(Prefix).FullName)
    {
    }

    private TemporaryDirectory(string path) => Path = path;

    public string Path { get; }

    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>Where syncs cost nothing, if the machine has such a place: for tests that open many files.</summary>
    public static TemporaryDirectory InMemory()
    {
        var path = System.IO.Path.Combine(MemoryFileSystem, $"{Prefix}{Guid.NewGuid():N}");
        return Directory.Exists(MemoryFileSystem)
            ? new TemporaryDirectory(Directory.CreateDirectory(path).FullName)
            : new TemporaryDirectory();
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
