using System.Globalization;
using Decentral.Actors.EventSourcing;
using Decentral.Children;
using Decentral.Storage.Leases;
using Decentral.Storage.Postgres;

namespace Decentral.Storage.Tests.Children;

/// <summary>
/// A hub that leads a run and appends to its journal for ever; reports its term, then each acknowledged sequence.
/// </summary>
internal static class LeadingChild
{
    public const string Role = "lead";
    public const string Run = "led";
    public static readonly StreamId Stream = new("stream-0");
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(2);

    /// <param name="connectionString">Of the database.</param>
    public static async Task Play(string connectionString)
    {
        var options = new PostgresRunOptions { ConnectionString = connectionString, Run = Run };
        await using var run = await PostgresRun.Open(options, CancellationToken.None);
        await using var lease = await run.Acquire(
            new HubLeaseOptions { Holder = "the first hub", Duration = Lease }, CancellationToken.None);
        await using var journal = await run.OpenJournal(lease);
        ChildProcess.Report(string.Create(CultureInfo.InvariantCulture, $"{lease.Term}"));
        var last = 0L;
        while (true)
        {
            var outcome = await journal.Append(Stream, last, NumberedEvents.BatchAfter(0, last));
            if (outcome.Kind != AppendOutcomeKind.Appended)
            {
                throw new InvalidOperationException(outcome.Reason);
            }

            last = outcome.LastSequence;
            ChildProcess.Report(string.Create(CultureInfo.InvariantCulture, $"{last}"));
        }
    }
}
