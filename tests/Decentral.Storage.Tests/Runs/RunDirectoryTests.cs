using Decentral.Actors.EventSourcing;
using Decentral.Storage.Files;
using Decentral.Storage.Journals;
using Decentral.Storage.Runs;

namespace Decentral.Storage.Tests.Runs;

public sealed class RunDirectoryTests : IDisposable
{
    private static readonly RunJob Job = new("quickstart", "name: quickstart\n", "digest-a");
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.FromHours(2));

    private readonly TemporaryDirectory _directory = new();

    private string Target => _directory["run"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Create_AbsentDirectory_MakesARunThatOpens()
    {
        await using (var made = await RunDirectory.Create(Target, Job, Noon))
        {
            await made.Journal.Append(new StreamId("coordinator"), 0, [new byte[3]]);
        }

        await using var opened = await RunDirectory.Open(Target, "digest-a");

        Assert.Equal("quickstart-20260101-120000", opened.Id);
        Assert.Equal("digest-a", opened.JobDigest);
        Assert.Equal("name: quickstart\n", await File.ReadAllTextAsync(opened.Paths.Job, Stop));
        Assert.Single(await opened.Journal.Read(new StreamId("coordinator")));
        Assert.Null((await opened.Snapshots.FindNewest()).Found);
        Assert.True(opened.Paths.IsRun);
    }

    [Fact]
    public async Task CreateUnder_NameIsTaken_NumbersTheNext()
    {
        await using var first = await RunDirectory.CreateUnder(_directory["runs"], Job, Noon);
        await using var second = await RunDirectory.CreateUnder(_directory["runs"], Job, Noon);
        using var held = Hold(_directory["runs/quickstart-20260101-120000-3"]);
        await using var fourth = await RunDirectory.CreateUnder(_directory["runs"], Job, Noon);

        Assert.Equal(
            ["quickstart-20260101-120000", "quickstart-20260101-120000-2", "quickstart-20260101-120000-4"],
            new[] { first.Id, second.Id, fourth.Id });
        Assert.Equal(_directory["runs/quickstart-20260101-120000-2"], second.Paths.Directory);
    }

    [Theory]
    [InlineData("my job/über", "my-job--ber-20260101-120000")]
    [InlineData("..", "run-20260101-120000")]
    [InlineData("", "run-20260101-120000")]
    public async Task CreateUnder_NameThatIsNoDirectory_IsMadeOne(string name, string expected)
    {
        await using var run = await RunDirectory.CreateUnder(_directory.Path, Job with { Name = name }, Noon);

        Assert.Equal(_directory[expected], run.Paths.Directory);
    }

    [Fact]
    public async Task Create_HoldsARunOfThisJob_IsRefused()
    {
        await (await RunDirectory.Create(Target, Job, Noon)).DisposeAsync();

        var error = await Assert.ThrowsAsync<StorageException>(() => RunDirectory.Create(Target, Job, Noon));

        Assert.Equal(
            $"{Target} holds run quickstart-20260101-120000 of this job already: resume it, or name another directory.",
            error.Message);
    }

    [Fact]
    public async Task Create_HoldsARunOfAnotherJob_IsRefusedAndNothingIsLost()
    {
        await (await RunDirectory.Create(Target, Job, Noon)).DisposeAsync();

        var error = await Assert.ThrowsAsync<StorageException>(
            () => RunDirectory.Create(Target, new RunJob("other", "name: other\n", "digest-b"), Noon));

        Assert.Contains("of another job (its digest digest-a, this one's digest-b)", error.Message);
        await using var untouched = await RunDirectory.Open(Target);
        Assert.Equal("name: quickstart\n", await File.ReadAllTextAsync(untouched.Paths.Job, Stop));
    }

    [Fact]
    public async Task Create_HoldsOtherFiles_IsRefusedAndAddsNothing()
    {
        Directory.CreateDirectory(Target);
        await File.WriteAllTextAsync(Path.Combine(Target, "thesis.tex"), "x", Stop);

        var error = await Assert.ThrowsAsync<StorageException>(() => RunDirectory.Create(Target, Job, Noon));

        Assert.Contains("is neither empty nor a run: it holds 'thesis.tex'", error.Message);
        Assert.Single(Directory.EnumerateFileSystemEntries(Target));
    }

    [Theory]
    [InlineData("occupied")]
    [InlineData("occupied/run")]
    public async Task Create_PlaceThatCannotBeWritten_IsRefused(string place)
    {
        await File.WriteAllTextAsync(_directory["occupied"], "a file", Stop);

        var error = await Assert.ThrowsAsync<StorageException>(() => RunDirectory.Create(_directory[place], Job, Noon));

        Assert.Contains($"{_directory[place]} cannot hold a run: ", error.Message);
        Assert.EndsWith("Name a directory that can be written.", error.Message);
    }

    [Fact]
    public async Task Create_MakingWasInterrupted_MakesItAnew()
    {
        Directory.CreateDirectory(Target);
        await (await SqliteJournal.Open(new() { Path = new RunPaths(Target).Database })).DisposeAsync();
        await File.WriteAllTextAsync(new RunPaths(Target).Job, "name: older\n", Stop);

        var error = await Assert.ThrowsAsync<StorageException>(() => RunDirectory.Open(Target));
        await using var run = await RunDirectory.Create(Target, Job, Noon);

        Assert.Contains("a run whose making was interrupted", error.Message);
        Assert.Equal("name: quickstart\n", await File.ReadAllTextAsync(run.Paths.Job, Stop));
    }

    [Fact]
    public async Task Open_NoRun_SaysWhatIsMissing()
    {
        var error = await Assert.ThrowsAsync<StorageException>(() => RunDirectory.Open(_directory.Path));

        Assert.Contains("is not a run: it needs run.db and job.yaml", error.Message);
    }

    [Fact]
    public async Task Open_AnotherJob_IsRefusedAndLetsGo()
    {
        await (await RunDirectory.Create(Target, Job, Noon)).DisposeAsync();

        var error = await Assert.ThrowsAsync<StorageException>(() => RunDirectory.Open(Target, "digest-b"));

        Assert.Contains("of another job (its digest digest-a, this one's digest-b)", error.Message);
        await (await RunDirectory.Open(Target)).DisposeAsync();
    }

    [Fact]
    public async Task Open_InUse_NamesTheHolder()
    {
        await using var holder = await RunDirectory.Create(Target, Job, Noon);

        var error = await Assert.ThrowsAsync<StorageException>(() => RunDirectory.Open(Target));

        Assert.Contains($"is in use by process {Environment.ProcessId} on ", error.Message);
    }

    [Fact]
    public async Task Open_NewerRunFormat_IsRefused()
    {
        await using (var run = await RunDirectory.Create(Target, Job, Noon))
        {
            await run.Journal.WriteMetadata("run.format", "2");
        }

        var error = await Assert.ThrowsAsync<StorageException>(() => RunDirectory.Open(Target));

        Assert.Contains("of format 2, this build knows 1", error.Message);
    }

    [Fact]
    public async Task Open_KilledDuringASave_RemovesTheHalfWrittenFile()
    {
        await (await RunDirectory.Create(Target, Job, Noon)).DisposeAsync();
        var half = Path.Combine(Target, "model.safetensors.1-1.partial");
        await File.WriteAllTextAsync(half, "half", Stop);

        await using var run = await RunDirectory.Open(Target);

        Assert.False(File.Exists(half), "the half-written file is still there");
    }

    [Fact]
    public async Task FindNewest_SeveralRuns_GivesTheOneMadeLast()
    {
        foreach (var (name, day) in new[] { ("b", 2), ("a", 3), ("c", 1) })
        {
            await using var run = await RunDirectory.Create(_directory[name], Job, Noon);
            File.SetLastWriteTimeUtc(run.Paths.Job, new DateTime(2026, 1, day, 0, 0, 0, DateTimeKind.Utc));
        }

        Directory.CreateDirectory(_directory["not-a-run"]);

        Assert.Equal(_directory["a"], RunDirectory.FindNewest(_directory.Path)?.Directory);
        Assert.Null(RunDirectory.FindNewest(_directory["absent"]));
    }

    private static DirectoryLock Hold(string directory)
    {
        Directory.CreateDirectory(directory);
        return DirectoryLock.TryAcquire(directory, out _)!;
    }
}
