using System.Globalization;
using System.Text;
using Decentral.Storage.Files;
using Decentral.Storage.Tests.Children;

namespace Decentral.Storage.Tests.Files;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string Target => _directory["model.safetensors"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Write_FileIsThere_ReplacesItWhole()
    {
        AtomicFile.Write(Target, Bytes("a longer content"));
        AtomicFile.Write(Target, stream => stream.Write("short"u8));

        Assert.Equal("short", File.ReadAllText(Target));
        Assert.Equal([Target], Directory.EnumerateFileSystemEntries(_directory.Path));
    }

    [Fact]
    public void Write_ReaderHasTheOldFileOpen_ReadsTheOldBytesToTheEnd()
    {
        AtomicFile.Write(Target, Bytes("old bytes"));
        using var reader = new StreamReader(new FileStream(Target, FileMode.Open, FileAccess.Read, FileShare.Delete));

        AtomicFile.Write(Target, Bytes("new and longer"));

        Assert.Equal("old bytes", reader.ReadToEnd());
        Assert.Equal("new and longer", File.ReadAllText(Target));
    }

    [Fact]
    public async Task WriteInBackground_WriterThrowsHalfWay_LeavesTheFileAsItWas()
    {
        AtomicFile.Write(Target, Bytes("before"));

        var error = await Assert.ThrowsAsync<IOException>(() => AtomicFile.WriteInBackground(Target, stream =>
        {
            stream.Write(new byte[100_000]);
            throw new IOException("No space left on device");
        }));

        Assert.Equal("No space left on device", error.Message);
        Assert.Equal("before", await File.ReadAllTextAsync(Target, Stop));
        Assert.Equal([Target], Directory.EnumerateFileSystemEntries(_directory.Path));
    }

    [Fact]
    public void Write_TargetIsADirectory_FailsAndLeavesNothingBehind()
    {
        Directory.CreateDirectory(Target);

        Assert.ThrowsAny<Exception>(() => AtomicFile.Write(Target, Bytes("x")));

        Assert.Equal([Target], Directory.EnumerateFileSystemEntries(_directory.Path));
    }

    [Fact]
    public void RemoveAbandoned_WriterIsAlive_LeavesItsFile()
    {
        var abandoned = _directory["model.safetensors.1-1.partial"];
        File.WriteAllText(abandoned, "half");
        using var pending = PendingFile.Create(Target);

        var removed = AtomicFile.RemoveAbandoned(_directory.Path);
        pending.Stream.Write("whole"u8);
        pending.Commit();

        Assert.Equal([abandoned], removed);
        Assert.Equal([Target], Directory.EnumerateFileSystemEntries(_directory.Path));
    }

    [Fact]
    public async Task Write_KilledAtRandomInstants_LeavesAWholeFileNoOlderThanTheLastSaved()
    {
        var random = new Random(4_711);
        var abandoned = 0;

        for (var kill = 0; kill < 8; kill++)
        {
            var reports = await ChildProcess.RunUntilKilled(SavingChild.Role, Target, random, 1 + random.Next(40));
            var found = VersionedBytes.Check(
                await File.ReadAllBytesAsync(Target, Stop), SavingChild.LengthOf);
            Assert.InRange(found - int.Parse(reports[^1], CultureInfo.InvariantCulture), 0, 1);
            abandoned += AtomicFile.RemoveAbandoned(_directory.Path).Count;
            Assert.Equal([Target], Directory.EnumerateFileSystemEntries(_directory.Path));
        }

        Assert.True(abandoned > 0, "no kill fell into a save");
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
