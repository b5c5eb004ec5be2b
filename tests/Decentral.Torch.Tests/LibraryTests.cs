using System.Runtime.InteropServices;
using Decentral.Torch.Interop;

namespace Decentral.Torch.Tests;

public sealed class LibraryTests : IDisposable
{
    private const string FileName = "libdecentral_torch.so";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("decentral-torch-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Load_MissingFile_NamesThePath()
    {
        var failure = Assert.Throws<DllNotFoundException>(() => TorchLibrary.Load(_folder.FullName));

        Assert.Contains(Path.Combine(_folder.FullName, FileName), failure.Message, StringComparison.Ordinal);
        Assert.Contains("is not there: build again", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_FileThatIsNoLibrary_NamesThePackagesToInstall()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, FileName), "not a library");

        var failure = Assert.Throws<DllNotFoundException>(() => TorchLibrary.Load(_folder.FullName));

        Assert.Contains("could not be loaded", failure.Message, StringComparison.Ordinal);
        Assert.Contains("apt-get install libtorch-dev libopenblas0-pthread", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_LibraryOfAnotherBuild_NamesBothVersions()
    {
        var other = Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "libSystem.Native.so");
        File.Copy(other, Path.Combine(_folder.FullName, FileName));

        var failure = Assert.Throws<DllNotFoundException>(() => TorchLibrary.Load(_folder.FullName));

        Assert.Contains(
            $"interface version 0 but this build needs {TorchLibrary.AbiVersion}", failure.Message,
            StringComparison.Ordinal);
    }
}
