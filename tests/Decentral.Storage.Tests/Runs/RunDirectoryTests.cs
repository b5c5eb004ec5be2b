using System.Collections.Immutable;
using Decentral.Actors.EventSourcing;
using Decentral.Storage.Journals;
using Decentral.Storage.Runs;
using Decentral.Storage.Snapshots;

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

        await using var opened = await RunDirectory.Open(Target, Job);

        Assert.Equal("quickstart-20260101-120000", opened.Id);
        Assert.Equal("digest-a", opened.JobDigest);
        Assert.Equal("name: quickstart\n", await File.ReadAllTextAsync(opened.Paths.Job, Stop));
        Assert.Single(await opened.Journal.Read(new StreamId("coordinator")));
        Assert.Null((await opened.Snapshots.FindNewest()).Found);
        Assert.Equal(RunContent.Run, opened.Paths.Look());
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

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Create_MakingWasInterrupted_MakesItAnew(bool isIdentified)
    {
        await MakeUntil(isIdentified, Job);

        var error = await Assert.ThrowsAsync<StorageException>(() => RunDirectory.Open(Target));
        await using var run = await RunDirectory.Create(Target, Job, Noon.AddDays(1));

        Assert.Contains("is not a run: it needs run.db and job.yaml", error.Message);
        Assert.Equal("name: quickstart\n", await File.ReadAllTextAsync(run.Paths.Job, Stop));
        Assert.Equal(isIdentified ? "quickstart-20260101-120000" : "quickstart-20260102-120000", run.Id);
    }

    [Fact]
    public async Task Create_MakingOfAnotherJobWasInterrupted_IsRefused()
    {
        await MakeUntil(isIdentified: true, Job);

        var error = await Assert.ThrowsAsync<StorageException>(
            () => RunDirectory.Create(Target, Job with { Digest = "digest-b" }, Noon));

        Assert.Contains("of another job", error.Message);
    }

    [Fact]
    public async Task Open_JournalOfNoRun_IsRefused()
    {
        await MakeUntil(isIdentified: false, Job);
        await File.WriteAllTextAsync(new RunPaths(Target).Job, Job.Text, Stop);

        var error = await Assert.ThrowsAsync<StorageException>(() => RunDirectory.Open(Target));

        Assert.Contains("run.db is of no run", error.Message);
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

        var error = await Assert.ThrowsAsync<StorageException>(
            () => RunDirectory.Open(Target, Job with { Digest = "digest-b" }));

        Assert.Contains("since it was made (their digest was digest-a and is now digest-b)", error.Message);
        await (await RunDirectory.Open(Target)).DisposeAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Open_SnapshotsKept_SoManyStay(int kept)
    {
        var job = Job with { SnapshotsKept = kept };
        await (await RunDirectory.Create(Target, job, Noon)).DisposeAsync();
        await using var run = await RunDirectory.Open(Target, job);

        for (var sequence = 1; sequence <= 5; sequence++)
        {
            await using var snapshot = await run.Snapshots.Begin($"s{sequence}");
            await snapshot.WritePart("model", new byte[1]);
            await snapshot.Complete(new SnapshotCut(sequence, sequence), ImmutableDictionary<string, string>.Empty);
        }

        Assert.Equal(kept, Directory.EnumerateDirectories(run.Paths.Snapshots).Count());
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

    /// <summary>Leaves what a process leaves that is killed before the job is in place.</summary>
    private async Task MakeUntil(bool isIdentified, RunJob job)
    {
        await using (await RunDirectory.Create(Target, job, Noon))
        {
            File.Delete(new RunPaths(Target).Job);
        }

        if (!isIdentified)
        {
            File.Delete(new RunPaths(Target).Database);
            await (await SqliteJournal.Open(new() { Path = new RunPaths(Target).Database })).DisposeAsync();
        }
    }
}
