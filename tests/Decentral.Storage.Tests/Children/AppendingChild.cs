using Decentral.Actors.EventSourcing;
using Decentral.Children;
using Decentral.Storage.Journals;

namespace Decentral.Storage.Tests.Children;

/// <summary>
/// Appends to several streams at once for ever. Reports that it opens the journal, each stream's recovered length after
/// checking its events, then the last sequence of each acknowledged append.
/// </summary>
internal static class AppendingChild
{
    public const string Role = "append";
    public const string Opening = "opening";
    public const int Streams = 6;

    public static async Task Run(string path)
    {
        ChildProcess.Report(Opening);
        await using var journal = await SqliteJournal.Open(new SqliteJournalOptions { Path = path });
        await Task.WhenAll(Enumerable.Range(0, Streams).Select(number => AppendForEver(journal, number)));
    }

    private static async Task AppendForEver(SqliteJournal journal, int number)
    {
        var stream = new StreamId($"stream-{number}");
        var last = NumberedEvents.Check(number, await journal.Read(stream));
        ChildProcess.Report($"{number} {last}");
        while (true)
        {
            var outcome = await journal.Append(stream, last, NumberedEvents.BatchAfter(number, last));
            if (outcome.Kind != AppendOutcomeKind.Appended)
            {
                throw new InvalidOperationException(outcome.Reason);
            }

            last = outcome.LastSequence;
            ChildProcess.Report($"{number} {last}");
        }
    }
}
