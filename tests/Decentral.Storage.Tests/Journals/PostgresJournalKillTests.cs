using Decentral.Actors.EventSourcing;
using Decentral.Storage.Journals;
using Decentral.Storage.Postgres;
using Decentral.Storage.Tests.Children;
using Decentral.Storage.Tests.Postgres;

namespace Decentral.Storage.Tests.Journals;

/// <summary>A server that is killed, and started again.</summary>
public sealed class PostgresJournalKillTests
{
    private const int Streams = 6;
    private const int Kills = 6;

    [Theory]
    [InlineData(30.0)]
    [InlineData(0.2)]
    public async Task Append_ServerKilledAtRandomInstants_KeepsEveryAcknowledgedEventInOrder(double patienceSeconds)
    {
        await using var server = await PostgresServer.Start();
        await using var hub = await Lead(server, TimeSpan.FromSeconds(patienceSeconds));
        var random = new Random(81_723);
        var acknowledged = new long[Streams];
        var appends = 0;
        var isStopping = false;
        var killAt = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var killAfter = 100;

        async Task AppendWhileWanted(int number)
        {
            var stream = new StreamId($"stream-{number}");
            while (!Volatile.Read(ref isStopping))
            {
                var last = acknowledged[number];
                var outcome = await hub.Journal.Append(stream, last, NumberedEvents.BatchAfter(number, last));
                acknowledged[number] = outcome.Kind == AppendOutcomeKind.Appended
                    ? outcome.LastSequence
                    : await ReadAgain(hub.Journal, stream, number, last);
                if (Interlocked.Increment(ref appends) == Volatile.Read(ref killAfter))
                {
                    killAt.SetResult();
                }
            }
        }

        var appending = Enumerable.Range(0, Streams).Select(AppendWhileWanted).ToArray();
        for (var kill = 0; kill < Kills; kill++)
        {
            await killAt.Task;
            Thread.SpinWait(random.Next(400_000));
            await server.Kill();
            killAt = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Volatile.Write(ref killAfter, Volatile.Read(ref appends) + 100 + random.Next(100));
            await server.StartAgain();
        }

        Volatile.Write(ref isStopping, true);
        await Task.WhenAll(appending);
        for (var number = 0; number < Streams; number++)
        {
            var events = await hub.Journal.Read(new StreamId($"stream-{number}"));
            Assert.Equal(acknowledged[number], NumberedEvents.Check(number, events));
        }
    }

    [Fact]
    public async Task Append_ServerKilledBetweenAppends_GoesOnWithTheSameJournal()
    {
        await using var server = await PostgresServer.Start();
        await using var hub = await Lead(server, TimeSpan.FromSeconds(30));
        var stream = new StreamId("stream-0");
        await hub.Journal.Append(stream, 0, [new byte[3]]);

        await server.Kill();
        await server.StartAgain();

        Assert.Equal(AppendOutcome.Appended(2), await hub.Journal.Append(stream, 1, [new byte[4]]));
        Assert.Equal([3, 4], (await hub.Journal.Read(stream)).Select(body => body.Length));
        Assert.False(hub.Lease.Lost.IsCancellationRequested, "the lease is in the database, and had not ended");
    }

    [Fact]
    public async Task Append_ServerGone_FailsWithTheRemedy()
    {
        await using var server = await PostgresServer.Start();
        await using var hub = await Lead(server, TimeSpan.FromSeconds(1));
        var stream = new StreamId("stream-0");
        await hub.Journal.Append(stream, 0, [new byte[3]]);
        await server.Kill();

        var outcome = await hub.Journal.Append(stream, 1, [new byte[4]]);

        Assert.Equal(AppendOutcomeKind.Failed, outcome.Kind);
        Assert.Contains("start the server, or check the host, the port and the network, then resume", outcome.Reason);
        Assert.DoesNotContain(PostgresServer.Password, outcome.Reason);
        await server.StartAgain();
        var last = (await hub.Journal.Read(stream)).Count;
        Assert.Equal(AppendOutcome.Appended(last + 1), await hub.Journal.Append(stream, last, [new byte[5]]));
    }

    private static Task<TestHub> Lead(PostgresServer server, TimeSpan patience) => TestHub.Lead(
        new PostgresRunOptions { ConnectionString = server.ConnectionString(), Run = "killed", Patience = patience },
        new() { Holder = "hub-a", Duration = TestHub.LongLease });

    /// <summary>
    /// What an actor's successor does: reads until the server is there, and goes on from what it finds.
    /// </summary>
    private static async Task<long> ReadAgain(PostgresJournal journal, StreamId stream, int number, long acknowledged)
    {
        while (true)
        {
            try
            {
                var found = NumberedEvents.Check(number, await journal.Read(stream));
                Assert.True(found >= acknowledged, $"{stream} went back from {acknowledged} to {found}");
                return found;
            }
            catch (JournalException)
            {
                // The server is not there yet; each attempt takes as long as the journal's patience.
            }
        }
    }
}
