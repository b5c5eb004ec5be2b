using Decentral.Models.Files;

namespace Decentral.Models.Tests.Files;

public sealed class AtomicFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("atomic-file-");

    private string Target => Path.Combine(_folder.FullName, "model.bin");

    [Fact]
    public void Replace_NewFile_HasTheContentAndNothingBesideIt()
    {
        AtomicFile.Replace(Target, 3, stream => stream.Write("new"u8));

        Assert.Equal("new", File.ReadAllText(Target));
        Assert.Single(_folder.GetFiles());
    }

    [Fact]
    public void Replace_WriteFails_LeavesTheOldFileAndNothingBesideIt()
    {
        File.WriteAllText(Target, "old");

        Assert.Throws<NotSupportedException>(() => AtomicFile.Replace(Target, 0, stream =>
        {
            stream.Write("half"u8);
            throw new NotSupportedException();
        }));

        Assert.Equal("old", File.ReadAllText(Target));
        Assert.Single(_folder.GetFiles());
    }

    [Fact]
    public void Replace_MoreThanTheDiskHolds_FailsBeforeWriting()
    {
        File.WriteAllText(Target, "old");
        var written = false;

        Assert.Throws<IOException>(() => AtomicFile.Replace(Target, 1L << 60, _ => written = true));

        Assert.False(written);
        Assert.Equal("old", File.ReadAllText(Target));
        Assert.Single(_folder.GetFiles());
    }

    [Fact]
    public void Replace_LeftOverOfAKilledProcess_IsOverwritten()
    {
        File.WriteAllText(Target + ".partial", "a longer text that a killed process left");

        AtomicFile.Replace(Target, 0, stream => stream.Write("new"u8));

        Assert.Equal("new", File.ReadAllText(Target));
        Assert.Single(_folder.GetFiles());
    }

    [Fact]
    public void Replace_AnotherWriterAtWork_FailsAndDisturbsNeither()
    {
        AtomicFile.Replace(Target, 0, stream =>
        {
            stream.Write("first"u8);
            Assert.Throws<IOException>(() => AtomicFile.Replace(Target, 0, other => other.Write("second"u8)));
        });

        Assert.Equal("first", File.ReadAllText(Target));
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
