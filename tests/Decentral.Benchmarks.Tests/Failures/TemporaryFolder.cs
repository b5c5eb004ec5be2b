namespace Decentral.Benchmarks.Tests.Failures;

/// <summary>A folder that goes with the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("decentral-failures-");

    public string Path => _folder.FullName;

    public void Dispose() => _folder.Delete(recursive: true);
}
