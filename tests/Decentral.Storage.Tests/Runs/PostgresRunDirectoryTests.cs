using Decentral.Actors.EventSourcing;
using Decentral.Storage.Journals;
using Decentral.Storage.Runs;
using Decentral.Storage.Tests.Postgres;

namespace Decentral.Storage.Tests.Runs;

/// <summary>Run directories whose journal is in a database.</summary>
public sealed class PostgresRunDirectoryTests(SharedPostgres shared) : IAsyncLifetime
{
    private static readonly RunJob Job = new("quickstart", "name: quickstart\n", "digest-a");
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.FromHours(2));
    private static readonly StreamId Coordinator = new("coordinator");

    private readonly string _id = $"{RunDirectory.NewId(Job, Noon)}-{Guid.NewGuid():N}";
    private TestHub _hub = null!;
    private TemporaryDirectory _directory = null!;

    private string Target => _directory["run"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>The directory comes last: a test that is skipped before leaves none behind.</summary>
    public async ValueTask InitializeAsync()
    {
        _hub = await TestHub.Lead((await shared.Server).ConnectionString(), _id);
        _directory = new TemporaryDirectory();
    }

    public async ValueTask DisposeAsync()
    {
        await _hub.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task Create_AbsentDirectory_MakesARunThatOpensAndHasNoSecrets()
    {
        await using (var made = await RunDirectory.Create(Target, Job, await Journal()))
        {
            await made.Journal.Append(Coordinator, 0, [new byte[3]]);
        }

        await using var opened = await RunDirectory.Open(Target, Job, await Journal());

        Assert.Equal((_id, "digest-a"), (opened.Id, opened.JobDigest));
        Assert.Single(await opened.Journal.Read(Coordinator));
        Assert.Equal(RunContent.Run, opened.Paths.Look());
        Assert.False(File.Exists(opened.Paths.Database), "the journal is elsewhere");
        Assert.Equal(new JournalPlace(_id, _hub.Run.Database), JournalPlace.Find(opened.Paths));
        Assert.DoesNotContain("pass", await File.ReadAllTextAsync(opened.Paths.JournalPlace, Stop));
    }

    [Fact]
    public async Task Create_TheRunIsThere_IsRefusedInAnyDirectory()
    {
        await (await RunDirectory.Create(Target, Job, await Journal())).DisposeAsync();

        foreach (var place in (string[])["run", "other"])
        {
            var journal = await Journal();
            var error = await Assert.ThrowsAsync<StorageException>(
                () => RunDirectory.Create(_directory[place], Job, journal));
            Assert.Contains($"holds run {_id} of this job already", error.Message);
        }
    }

    [Fact]
    public async Task Create_MakingWasInterrupted_MakesItAnew()
    {
        await (await RunDirectory.Create(Target, Job, await Journal())).DisposeAsync();
        File.Delete(new RunPaths(Target).Job);

        Assert.Equal(RunContent.Unfinished, new RunPaths(Target).Look());
        await using var run = await RunDirectory.Create(Target, Job, await Journal());

        Assert.Equal(_id, run.Id);
        Assert.Equal("name: quickstart\n", await File.ReadAllTextAsync(run.Paths.Job, Stop));
    }

    [Fact]
    public async Task Join_AnotherHubsRun_GoesOnInADirectoryOfItsOwn()
    {
        await using (var first = await RunDirectory.Create(Target, Job, await Journal()))
        {
            await first.Journal.Append(Coordinator, 0, [new byte[3]]);
        }

        for (var time = 0; time < 2; time++)
        {
            await using var joined = await RunDirectory.Join(_directory["other"], Job, await Journal());
            Assert.Equal(_id, joined.Id);
            Assert.Equal(1, await joined.Journal.ReadLength(Coordinator));
        }
    }

    [Fact]
    public async Task Join_NobodyHasMadeTheRun_MakesIt()
    {
        await using var joined = await RunDirectory.Join(Target, Job, await Journal());

        Assert.Equal((_id, "digest-a"), (joined.Id, joined.JobDigest));
    }

    [Fact]
    public async Task Open_JournalOfAnotherJob_IsRefusedAndLetsGo()
    {
        await (await RunDirectory.Create(Target, Job, await Journal())).DisposeAsync();
        var other = Job with { Digest = "digest-b" };

        foreach (var open in (Func<PostgresJournal, Task<RunDirectory>>[])
            [
                given => RunDirectory.Open(Target, other, given),
                given => RunDirectory.Join(Target, other, given),
            ])
        {
            var journal = await Journal();
            var error = await Assert.ThrowsAsync<StorageException>(() => open(journal));
            Assert.Contains("(their digest was digest-a and is now digest-b)", error.Message);
        }

        await (await RunDirectory.Open(Target, null, await Journal())).DisposeAsync();
    }

    [Fact]
    public async Task Open_DirectoryOfAnotherRun_IsRefused()
    {
        await (await RunDirectory.Create(Target, Job, await Journal())).DisposeAsync();
        await using var other = await TestHub.Lead((await shared.Server).ConnectionString(), $"{_id}-other");

        var error = await Assert.ThrowsAsync<StorageException>(() => RunDirectory.Open(Target, Job, other.Journal));

        Assert.Contains($"is of run {_id}, the journal of {_id}-other", error.Message);
    }

    [Fact]
    public async Task Open_DatabaseHasForgottenTheRun_IsRefusedAndNothingIsLost()
    {
        await (await RunDirectory.Create(Target, Job, await Journal())).DisposeAsync();
        await using var empty = await TestHub.Lead(await (await shared.Server).CreateDatabase(), _id);
        var journals = new[] { await empty.Run.OpenJournal(empty.Lease), await empty.Run.OpenJournal(empty.Lease) };

        var opened = await Assert.ThrowsAsync<StorageException>(() => RunDirectory.Open(Target, Job, journals[0]));
        var joined = await Assert.ThrowsAsync<StorageException>(
            () => RunDirectory.Join(Target, Job with { Text = "other" }, journals[1]));

        Assert.Contains("is of no run: put the run's own database back", opened.Message);
        Assert.Contains("knows nothing: restore that database", joined.Message);
        Assert.Equal("name: quickstart\n", await File.ReadAllTextAsync(new RunPaths(Target).Job, Stop));
    }

    [Fact]
    public async Task Open_WithoutTheDatabase_SaysWhereTheJournalIs()
    {
        await (await RunDirectory.Create(Target, Job, await Journal())).DisposeAsync();

        var opened = await Assert.ThrowsAsync<StorageException>(() => RunDirectory.Open(Target, Job));
        var made = await Assert.ThrowsAsync<StorageException>(() => RunDirectory.Create(Target, Job, Noon));

        Assert.All([opened, made], error => Assert.Contains(
            $"{Target} has its journal in {_hub.Run.Database}, run {_id}: name the connection string", error.Message));
        Assert.False(File.Exists(new RunPaths(Target).Database), "no journal was made");
    }

    [Fact]
    public async Task Create_DirectoryHasAJournalOfItsOwn_IsRefused()
    {
        await (await RunDirectory.Create(Target, Job, Noon)).DisposeAsync();
        var journal = await Journal();

        var error = await Assert.ThrowsAsync<StorageException>(() => RunDirectory.Join(Target, Job, journal));

        Assert.Contains($"{Target} has its journal in run.db, one in a database was named", error.Message);
        await (await RunDirectory.Open(Target, Job)).DisposeAsync();
    }

    [Fact]
    public async Task Open_InUse_NamesTheHolder()
    {
        await using var holder = await RunDirectory.Create(Target, Job, await Journal());
        var journal = await Journal();

        var error = await Assert.ThrowsAsync<StorageException>(() => RunDirectory.Open(Target, Job, journal));

        Assert.Contains($"is in use by process {Environment.ProcessId} on ", error.Message);
    }

    /// <summary>Another view of the hub's journal: a directory closes the one that it is given.</summary>
    private Task<PostgresJournal> Journal() => _hub.Run.OpenJournal(_hub.Lease);
}
