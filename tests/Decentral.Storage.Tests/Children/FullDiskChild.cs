using System.Collections.Immutable;
using System.Text;
using Decentral.Actors.EventSourcing;
using Decentral.Children;
using Decentral.Files;
using Decentral.Storage.Journals;
using Decentral.Storage.Metrics;
using Decentral.Storage.Snapshots;

namespace Decentral.Storage.Tests.Children;

/// <summary>
/// Runs where files cannot grow beyond a length, and meets that limit with each kind of file. Reports, in turn: the
/// error of a save; that of a snapshot after a smaller one was complete; the rounds of metrics that were flushed, and
/// the error; the events that were acknowledged, and why the next were not.
/// </summary>
internal static class FullDiskChild
{
    public const string Role = "full";
    public const string SavedFile = "saved";
    public const string SnapshotsDirectory = "snapshots";
    public const string MetricsName = "metrics.jsonl";
    public const string Database = "run.db";
    public static readonly StreamId Stream = new("stream-0");

    public const int Step = 100;

    private const int TooLong = 1 << 20;

    public static async Task Run(string directory)
    {
        Report(() => AtomicFile.Write(Path.Combine(directory, SavedFile), new byte[TooLong]));
        await TakeSnapshots(Path.Combine(directory, SnapshotsDirectory));
        await Measure(Path.Combine(directory, MetricsName));
        await Append(Path.Combine(directory, Database));
    }

    private static async Task TakeSnapshots(string directory)
    {
        var store = await SnapshotStore.Open(SnapshottingChild.Options(directory));
        await using var small = await store.Begin("small");
        await small.WritePart("model", new byte[10]);
        await small.Complete(new SnapshotCut(1, 1), ImmutableDictionary<string, string>.Empty);
        await using var large = await store.Begin("large");
        Report(() => large.WritePart("model", new byte[TooLong]).GetAwaiter().GetResult());
    }

    private static async Task Measure(string path)
    {
        var metrics = await MetricsFile.Open(path);
        var round = 0;
        try
        {
            while (true)
            {
                metrics.Append(Encoding.UTF8.GetBytes(MeasuringChild.Line(round + 1, Step)));
                await metrics.Flush();
                round++;
            }
        }
        catch (StorageException error)
        {
            ChildProcess.Report($"{round}");
            ChildProcess.Report(error.Message);
        }

        await Assert.ThrowsAsync<StorageException>(() => metrics.DisposeAsync().AsTask());
    }

    private static async Task Append(string path)
    {
        await using var journal = await SqliteJournal.Open(new SqliteJournalOptions { Path = path });
        var outcome = AppendOutcome.Appended(0);
        var acknowledged = 0L;
        while (outcome.Kind == AppendOutcomeKind.Appended)
        {
            acknowledged = outcome.LastSequence;
            outcome = await journal.Append(Stream, acknowledged, NumberedEvents.BatchAfter(0, acknowledged));
        }

        ChildProcess.Report($"{acknowledged}");
        ChildProcess.Report(outcome.Reason);
    }

    private static void Report(Action failing)
    {
        try
        {
            failing();
            ChildProcess.Report("there was room");
        }
        catch (Exception error) when (error is IOException or StorageException)
        {
            ChildProcess.Report(error.Message);
        }
    }
}
