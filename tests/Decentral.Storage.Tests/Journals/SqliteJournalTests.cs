using System.Text;
using Decentral.Actors.EventSourcing;
using Decentral.Storage.Journals;
using Microsoft.Data.Sqlite;

namespace Decentral.Storage.Tests.Journals;

public sealed class SqliteJournalTests : IDisposable
{
    private static readonly StreamId Coordinator = new("coordinator");

    private readonly TemporaryDirectory _directory = new();

    private string Database => _directory["run.db"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task DisposeAsync_Open_MergesTheLog()
    {
        await using (var journal = await Open())
        {
            await journal.Append(Coordinator, 0, Events("a"));
        }

        Assert.False(File.Exists(Database + "-wal"), "the log was not merged");
    }

    [Fact]
    public async Task Append_NoRoomLeft_FailsWithTheRemedyAndKeepsWhatWasAcknowledged()
    {
        long acknowledged = 0;
        AppendOutcome outcome;
        await using (var journal = await SqliteJournal.Open(new() { Path = Database, MaxFileBytes = 200_000 }))
        {
            while ((outcome = await journal.Append(Coordinator, acknowledged, [new byte[3000], new byte[3000]])).Kind
                == AppendOutcomeKind.Appended)
            {
                acknowledged = outcome.LastSequence;
            }

            var later = await journal.Append(new StreamId("other"), 0, Events("small"));
            Assert.Equal(AppendOutcomeKind.Failed, later.Kind);
        }

        await using var reopened = await Open();

        Assert.Equal(AppendOutcomeKind.Failed, outcome.Kind);
        Assert.Contains("full; free space and resume the run", outcome.Reason);
        Assert.InRange(acknowledged, 20, 70);
        Assert.Equal(acknowledged, (await reopened.Read(Coordinator)).Count);
        Assert.Equal(AppendOutcome.Appended(1), await reopened.Append(new StreamId("other"), 0, Events("small")));
    }

    [Fact]
    public async Task Open_AlreadyOpenInThisProcess_IsRefused()
    {
        await using var journal = await Open();

        var error = await Assert.ThrowsAsync<JournalException>(Open);

        Assert.Contains($"in use by process {Environment.ProcessId}", error.Message);
    }

    [Fact]
    public async Task Open_MissingDirectory_SaysSo()
    {
        var error = await Assert.ThrowsAsync<JournalException>(
            () => SqliteJournal.Open(new() { Path = _directory["no/run.db"] }));

        Assert.Contains("cannot be used: Could not find a part of the path", error.Message);
    }

    [Fact]
    public async Task Open_NotSqlite_IsRefusedAndLeftAlone()
    {
        var text = string.Concat(Enumerable.Repeat("someone's notes\n", 100));
        await File.WriteAllTextAsync(Database, text, Stop);

        var error = await Assert.ThrowsAsync<JournalException>(Open);

        Assert.Contains("this is no SQLite file", error.Message);
        Assert.Equal(text, await File.ReadAllTextAsync(Database, Stop));
    }

    [Fact]
    public async Task Open_AnotherProgramsDatabase_IsRefused()
    {
        ExecuteSql("CREATE TABLE theirs (x)");

        var error = await Assert.ThrowsAsync<JournalException>(Open);

        Assert.Contains("an SQLite file of another program", error.Message);
    }

    [Fact]
    public async Task Open_NewerFormat_IsRefused()
    {
        await (await Open()).DisposeAsync();
        ExecuteSql("PRAGMA user_version = 2");

        var error = await Assert.ThrowsAsync<JournalException>(Open);

        Assert.Contains("has journal format 2, this build knows 1", error.Message);
    }

    [Fact]
    public async Task Open_HeldByAnotherSqliteProgram_SaysSo()
    {
        await (await Open()).DisposeAsync();
        using var theirs = new SqliteConnection($"Data Source={Database};Pooling=False");
        theirs.Open();
        using var begin = theirs.CreateCommand();
        begin.CommandText = "BEGIN IMMEDIATE";
        begin.ExecuteNonQuery();

        var error = await Assert.ThrowsAsync<JournalException>(Open);

        Assert.Contains("another program holds the file", error.Message);
    }

    private Task<SqliteJournal> Open() => SqliteJournal.Open(new SqliteJournalOptions { Path = Database });

    private void ExecuteSql(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static ReadOnlyMemory<byte>[] Events(params string[] words) =>
        [.. words.Select(word => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(word))];
}
