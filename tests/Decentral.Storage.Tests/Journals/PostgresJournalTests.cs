using System.Text;
using Decentral.Actors.EventSourcing;
using Decentral.Storage.Journals;
using Decentral.Storage.Postgres;
using Decentral.Storage.Tests.Postgres;

namespace Decentral.Storage.Tests.Journals;

public sealed class PostgresJournalTests(SharedPostgres shared)
{
    private static readonly StreamId Coordinator = new("coordinator");

    private readonly string _run = $"{Guid.NewGuid()}";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Append_TwoWritersOfOneStream_EachSequenceIsOneWriters()
    {
        await using var hub = await Lead();
        await using var other = await hub.Run.OpenJournal(hub.Lease);

        var won = await Task.WhenAll(Race(hub.Journal, "first"), Race(other, "second"));

        var written = Words(await hub.Journal.Read(Coordinator)).ToList();
        Assert.Equal(60, written.Count);
        Assert.Equal(won[0].Concat(won[1]).Order(), Enumerable.Range(1, 60).Select(sequence => (long)sequence));
        Assert.All(won[0], sequence => Assert.Equal($"first {sequence}", written[(int)sequence - 1]));
        Assert.All(won[1], sequence => Assert.Equal($"second {sequence}", written[(int)sequence - 1]));
    }

    [Fact]
    public async Task Append_TwoWritersOfOtherStreams_NeitherIsRefused()
    {
        await using var hub = await Lead();
        await using var other = await hub.Run.OpenJournal(hub.Lease);

        await Task.WhenAll(Fill(hub.Journal, "a"), Fill(other, "b"));

        Assert.Equal(20, await hub.Journal.ReadLength(new StreamId("a")));
        Assert.Equal(20, await hub.Journal.ReadLength(new StreamId("b")));
    }

    [Fact]
    public async Task Append_ConflictWithAnOlderLook_IsJudgedByANewOne()
    {
        await using var hub = await Lead();
        await using var other = await hub.Run.OpenJournal(hub.Lease);
        await other.Append(Coordinator, 0, Events("a"));

        Assert.Equal(AppendOutcome.Appended(2), await hub.Journal.Append(Coordinator, 1, Events("b")));
        Assert.Equal(AppendOutcome.Conflict(Coordinator, 0, 2), await other.Append(Coordinator, 0, []));
    }

    [Fact]
    public async Task Append_ManyAtOnce_ShareTransactions()
    {
        const int Appends = 200;
        var database = await (await shared.Server).CreateDatabase();
        await using var hub = await TestHub.Lead(database, _run);
        var before = await TransactionOf(database);

        await Task.WhenAll(Enumerable.Range(0, Appends).Select(
            number => hub.Journal.Append(new StreamId($"s{number}"), 0, Events("x"))));

        Assert.InRange(await TransactionOf(database) - before, 2, Appends / 4);
    }

    [Fact]
    public async Task Append_OpenForReading_IsRefusedAndReadsGoOn()
    {
        await using var hub = await Lead();
        await hub.Journal.Append(Coordinator, 0, Events("a"));
        await using var run = await PostgresRun.OpenExisting(await Options(), Stop);
        await using var reader = await run.OpenJournalForReading();

        var refused = await reader.Append(Coordinator, 1, Events("b"));
        await hub.Journal.Append(Coordinator, 1, Events("c"));

        Assert.Equal(AppendOutcomeKind.Failed, refused.Kind);
        Assert.Contains("opened for reading alone", refused.Reason);
        Assert.Equal(["a", "c"], Words(await reader.Read(Coordinator)));
    }

    [Fact]
    public async Task Open_ManyRunsInOneDatabase_AreKeptApart()
    {
        await using var hub = await Lead();
        await using var neighbour = await TestHub.Lead((await shared.Server).ConnectionString(), $"{_run} too");
        await hub.Journal.Append(Coordinator, 0, Events("mine"));
        await neighbour.Journal.Append(Coordinator, 0, Events("theirs", "more"));
        await neighbour.Journal.WriteMetadata("key", "theirs");

        Assert.Equal(["mine"], Words(await hub.Journal.Read(Coordinator)));
        Assert.Equal(["theirs", "more"], Words(await neighbour.Journal.Read(Coordinator)));
        Assert.Null(await hub.Journal.ReadMetadata("key"));
    }

    [Fact]
    public async Task OpenExisting_NoSuchRun_NamesThoseThatAre()
    {
        await using var hub = await Lead();

        var error = await Assert.ThrowsAsync<JournalException>(
            async () => await PostgresRun.OpenExisting(await Options() with { Run = "mistyped" }, Stop));

        Assert.Contains("has no run mistyped: name one that it has (the newest: ", error.Message);
    }

    [Theory]
    [InlineData("UPDATE decentral.events SET body = 'B' WHERE sequence = 2", "2 are there in order, or their digest")]
    [InlineData("DELETE FROM decentral.events WHERE sequence = 1", "should hold 2 events, 0 are there")]
    [InlineData("DELETE FROM decentral.events WHERE sequence = 2", "should hold 2 events, 1 are there")]
    [InlineData("UPDATE decentral.streams SET length = 1", "do not match its seal")]
    [InlineData("DELETE FROM decentral.streams", "the 0 streams and 0 metadata entries")]
    [InlineData("UPDATE decentral.runs SET seal = 'x'", "do not match its seal")]
    public async Task Read_Damaged_IsAnErrorAndNeverAShorterStream(string damage, string expected)
    {
        var database = await (await shared.Server).CreateDatabase();
        await using var hub = await TestHub.Lead(database, _run);
        await hub.Journal.Append(Coordinator, 0, Events("a", "b"));
        await PostgresServer.Execute(database, damage);

        var error = await Assert.ThrowsAsync<JournalException>(() => hub.Journal.Read(Coordinator));

        Assert.Contains(expected, error.Message);
        Assert.Contains("restore the database from a backup", error.Message);
    }

    [Fact]
    public async Task Connect_ServerThatAcknowledgesBeforeItSyncs_IsToldOtherwise()
    {
        var database = await (await shared.Server).CreateDatabase();
        var name = new Npgsql.NpgsqlConnectionStringBuilder(database).Database;
        await PostgresServer.Execute(database, $"ALTER DATABASE {name} SET synchronous_commit = off");
        await PostgresServer.Execute(
            database, $"ALTER DATABASE {name} SET default_transaction_isolation = serializable");
        await using var connections = PostgresDatabase.At(database);

        await using var show = connections.Command(
            "SELECT current_setting('synchronous_commit') || ', ' || current_setting('transaction_isolation')");

        Assert.Equal("on, read committed", await show.ExecuteScalarAsync(Stop));
    }

    private async Task<TestHub> Lead() => await TestHub.Lead((await shared.Server).ConnectionString(), _run);

    private async Task<PostgresRunOptions> Options() =>
        new() { ConnectionString = (await shared.Server).ConnectionString(), Run = _run };

    /// <summary>Appends 30 events wherever the stream ends; gives the sequences that were this writer's.</summary>
    private static async Task<List<long>> Race(PostgresJournal journal, string writer)
    {
        var won = new List<long>();
        var last = 0L;
        while (won.Count < 30)
        {
            var outcome = await journal.Append(Coordinator, last, Events($"{writer} {last + 1}"));
            Assert.NotEqual(AppendOutcomeKind.Failed, outcome.Kind);
            last = outcome.LastSequence;
            if (outcome.Kind == AppendOutcomeKind.Appended)
            {
                won.Add(last);
            }
        }

        return won;
    }

    private static async Task Fill(PostgresJournal journal, string stream)
    {
        for (var sequence = 0; sequence < 20; sequence++)
        {
            var outcome = await journal.Append(new StreamId(stream), sequence, Events("x"));
            Assert.Equal(AppendOutcome.Appended(sequence + 1), outcome);
        }
    }

    private static async Task<long> TransactionOf(string database) =>
        (long)(await PostgresServer.Execute(database, "SELECT txid_current()"))!;

    private static ReadOnlyMemory<byte>[] Events(params string[] words) =>
        [.. words.Select(word => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(word))];

    private static IEnumerable<string> Words(IReadOnlyList<ReadOnlyMemory<byte>> events) =>
        events.Select(body => Encoding.UTF8.GetString(body.Span));
}
