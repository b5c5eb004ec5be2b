using System.Globalization;
using System.Text;
using Decentral.Children;

namespace Decentral.Files.Tests;

public sealed class AtomicFileTests : IDisposable
{
    private const int FewestKills = 8;

    /// <summary>Until one has fallen into a save: that none of so many does is out of the question.</summary>
    private const int MostKills = 200;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("decentral-files-");

    private string Target => PathOf("model.safetensors");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void Write_FileIsThere_ReplacesItWhole()
    {
        AtomicFile.Write(Target, Bytes("a longer content"));
        AtomicFile.Write(Target, stream => stream.Write("short"u8));

        Assert.Equal("short", File.ReadAllText(Target));
        Assert.Equal([Target], Directory.EnumerateFileSystemEntries(_directory.FullName));
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
    public void Write_WriterThrowsHalfWay_LeavesTheFileAsItWas()
    {
        AtomicFile.Write(Target, Bytes("before"));

        var error = Assert.Throws<IOException>(() => AtomicFile.Write(Target, stream =>
        {
            stream.Write(new byte[100_000]);
            throw new IOException("No space left on device");
        }));

        Assert.Equal("No space left on device", error.Message);
        Assert.Equal("before", File.ReadAllText(Target));
        Assert.Equal([Target], Directory.EnumerateFileSystemEntries(_directory.FullName));
    }

    [Fact]
    public void Write_TargetIsADirectory_FailsAndLeavesNothingBehind()
    {
        Directory.CreateDirectory(Target);

        Assert.ThrowsAny<Exception>(() => AtomicFile.Write(Target, Bytes("x")));

        Assert.Equal([Target], Directory.EnumerateFileSystemEntries(_directory.FullName));
    }

    [Fact]
    public void Write_MoreThanTheDiskHolds_FailsBeforeWriting()
    {
        AtomicFile.Write(Target, Bytes("before"));
        var isAsked = false;

        Assert.Throws<IOException>(() => AtomicFile.Write(Target, _ => isAsked = true, length: 1L << 60));

        Assert.False(isAsked);
        Assert.Equal("before", File.ReadAllText(Target));
        Assert.Equal([Target], Directory.EnumerateFileSystemEntries(_directory.FullName));
    }

    [Fact]
    public void Write_LessThanWasSetAside_HasTheLengthThatWasWritten()
    {
        AtomicFile.Write(Target, stream => stream.Write("short"u8), length: 100_000);

        Assert.Equal("short", File.ReadAllText(Target));
    }

    [Fact]
    public void Write_KilledWritersLeftTheirHalves_DeletesThoseOfThisFile()
    {
        var other = PathOf("tokenizer.json.1-1.partial");
        File.WriteAllText(other, "half of another");
        File.WriteAllText(PathOf("model.safetensors.1-1.partial"), "half");

        AtomicFile.Write(Target, Bytes("whole"));

        Assert.Equal(
            [Target, other], Directory.EnumerateFileSystemEntries(_directory.FullName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Write_AnotherWriterAtWork_DisturbsNeither()
    {
        AtomicFile.Write(Target, stream =>
        {
            stream.Write("first "u8);
            AtomicFile.Write(Target, Bytes("second"));
            Assert.Equal("second", File.ReadAllText(Target));
            stream.Write("and last"u8);
        });

        Assert.Equal("first and last", File.ReadAllText(Target));
        Assert.Equal([Target], Directory.EnumerateFileSystemEntries(_directory.FullName));
    }

    [Fact]
    public void CreateBeside_NameLeftByADeadProcess_TakesTheNext()
    {
        using var first = PendingFile.CreateBeside(Target);
        foreach (var taken in Enumerable.Range(NumberOf(first) + 1, 10))
        {
            File.WriteAllText(PathOf($"model.safetensors.{Environment.ProcessId}-{taken}.partial"), "left");
        }

        using var second = PendingFile.CreateBeside(Target);

        Assert.NotEqual(first.Stream.Name, second.Stream.Name);
        Assert.Equal(0, second.Stream.Length);
    }

    [Fact]
    public void CreateBeside_DirectoryMissing_IsTriedOnce()
    {
        using var before = PendingFile.CreateBeside(Target);

        Assert.Throws<DirectoryNotFoundException>(() => PendingFile.CreateBeside(PathOf(Path.Combine("absent", "file"))));

        using var after = PendingFile.CreateBeside(Target);
        Assert.Equal(NumberOf(before) + 2, NumberOf(after));
    }

    [Fact]
    public void CreateBeside_EveryNameTaken_SaysWhatToDelete()
    {
        using var first = PendingFile.CreateBeside(Target);
        foreach (var taken in Enumerable.Range(NumberOf(first) + 1, 100))
        {
            File.WriteAllText(PathOf($"model.safetensors.{Environment.ProcessId}-{taken}.partial"), "left");
        }

        var error = Assert.Throws<IOException>(() => PendingFile.CreateBeside(Target));

        Assert.Contains("names in a row were taken. Delete what ends in .partial there.", error.Message, StringComparison.Ordinal);
    }

    /// <summary>
    /// A file that is made while a cleaner looks at it is never deleted under its writer: one in two hundred once was.
    /// </summary>
    [Fact]
    public async Task CreateBeside_CleanerAtWork_KeepsItsFile()
    {
        const int Files = 5_000;
        using var done = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var cleaner = Task.Run(
            () =>
            {
                while (!done.IsCancellationRequested)
                {
                    PendingFile.RemoveAbandoned(_directory.FullName);
                }
            },
            Stop);
        var lost = 0;

        for (var i = 0; i < Files; i++)
        {
            using var pending = PendingFile.CreateBeside(Target);
            Thread.SpinWait(200);
            lost += File.Exists(pending.Stream.Name) ? 0 : 1;
        }

        await done.CancelAsync();
        await cleaner;
        Assert.Equal(0, lost);
    }

    [Fact]
    public void RemoveAbandoned_WriterIsAlive_LeavesItsFile()
    {
        var abandoned = PathOf("model.safetensors.1-1.partial");
        File.WriteAllText(abandoned, "half");
        using var pending = PendingFile.CreateBeside(Target);

        var removed = PendingFile.RemoveAbandoned(_directory.FullName);
        pending.Stream.Write("whole"u8);
        pending.MoveTo(Target);

        Assert.Equal([abandoned], removed);
        Assert.Equal([Target], Directory.EnumerateFileSystemEntries(_directory.FullName));
    }

    [Fact]
    public async Task Write_KilledAtRandomInstants_LeavesAWholeFileNoOlderThanTheLastSaved()
    {
        var random = new Random(4_711);
        var abandoned = 0;

        for (var kill = 0; kill < FewestKills || (abandoned == 0 && kill < MostKills); kill++)
        {
            var reports = await ChildProcess.RunUntilKilled(SavingChild.Role, Target, random, 1 + random.Next(40));
            var found = VersionedBytes.Check(
                await File.ReadAllBytesAsync(Target, Stop), SavingChild.LengthOf);
            Assert.InRange(found - int.Parse(reports[^1], CultureInfo.InvariantCulture), 0, 1);
            abandoned += PendingFile.RemoveAbandoned(_directory.FullName).Count;
            Assert.Equal([Target], Directory.EnumerateFileSystemEntries(_directory.FullName));
        }

        Assert.True(abandoned > 0, "no kill fell into a save");
    }

    private static int NumberOf(PendingFile pending) => int.Parse(
        Path.GetFileNameWithoutExtension(pending.Stream.Name).Split('-')[^1], CultureInfo.InvariantCulture);

    private string PathOf(string name) => Path.Combine(_directory.FullName, name);

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
