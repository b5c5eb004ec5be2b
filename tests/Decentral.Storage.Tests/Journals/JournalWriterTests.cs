using System.Buffers.Binary;
using Decentral.Actors.EventSourcing;
using Decentral.Storage.Journals;

namespace Decentral.Storage.Tests.Journals;

public sealed class JournalWriterTests : IDisposable
{
    private const int LogHeaderBytes = 32;
    private const int FrameBytes = 24 + 4096;

    private readonly TemporaryDirectory _directory = new();

    private string Database => _directory["run.db"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Submit_WhileTheWriterIsBusy_AppendsShareOneTransactionAndEachChecksItsSequence()
    {
        var writer = new JournalWriter(new SqliteJournalOptions { Path = Database });
        await writer.Opened;
        await StartLogAnew(writer);
        using var release = Occupy(writer);
        var commitsBefore = CountCommits();
        AppendRequest[] appends =
        [
            Append("a", 0), Append("b", 0), Append("a", 1), Append("stale", 5), Append("a", 1), Append("b", 1),
        ];

        Array.ForEach(appends, writer.Submit);
        release.Set();
        var outcomes = await Task.WhenAll(appends.Select(append => append.Outcome));

        Assert.Equal(
            [
                AppendOutcome.Appended(1),
                AppendOutcome.Appended(1),
                AppendOutcome.Appended(2),
                AppendOutcome.Conflict(new StreamId("stale"), 5, 0),
                AppendOutcome.Conflict(new StreamId("a"), 1, 2),
                AppendOutcome.Appended(2),
            ],
            outcomes);
        Assert.Equal(commitsBefore + 1, CountCommits());
        await writer.Close();
    }

    [Fact]
    public async Task Submit_QueueFull_FailsAtOnceAndSaysWhy()
    {
        var writer = new JournalWriter(new SqliteJournalOptions { Path = Database, MaxQueuedRequests = 2 });
        await writer.Opened;
        using var release = Occupy(writer);
        AppendRequest[] appends = [Append("a", 0), Append("b", 0), Append("c", 0)];

        Array.ForEach(appends, writer.Submit);
        var refused = await appends[2].Outcome;
        release.Set();

        Assert.Equal(AppendOutcomeKind.Failed, refused.Kind);
        Assert.Contains("2 requests already wait", refused.Reason);
        Assert.Equal(AppendOutcome.Appended(1), await appends[0].Outcome);
        Assert.Equal(AppendOutcome.Appended(1), await appends[1].Outcome);
        await writer.Close();
    }

    /// <summary>The first append after opening begins the log from its front, over what opening wrote.</summary>
    private static async Task StartLogAnew(JournalWriter writer)
    {
        var first = Append("first", 0);
        writer.Submit(first);
        await first.Outcome;
    }

    /// <summary>Holds the writer in a query until the event is set; returns when it is there.</summary>
    private static ManualResetEventSlim Occupy(JournalWriter writer)
    {
        var release = new ManualResetEventSlim();
        using var occupied = new ManualResetEventSlim();
        writer.Submit(new QueryRequest(
            _ =>
            {
                occupied.Set();
                release.Wait();
            },
            error => throw error));
        occupied.Wait(Stop);
        return release;
    }

    private static AppendRequest Append(string stream, long expected) =>
        new(new StreamId(stream), expected, [new byte[20]]);

    private int CountCommits()
    {
        using var log = new FileStream(Database + "-wal", FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[log.Length];
        log.ReadExactly(bytes);
        var frames = (bytes.Length - LogHeaderBytes) / FrameBytes;
        var salt = bytes.AsSpan(16, 8).ToArray();
        return Enumerable.Range(0, frames)
            .Select(index => bytes.AsMemory(LogHeaderBytes + (index * FrameBytes), 24))
            .Count(frame => frame.Span[8..16].SequenceEqual(salt) && IsCommit(frame.Span));
    }

    private static bool IsCommit(ReadOnlySpan<byte> frame) => BinaryPrimitives.ReadUInt32BigEndian(frame[4..]) != 0;
}
