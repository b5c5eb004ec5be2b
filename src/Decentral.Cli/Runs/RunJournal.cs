using Decentral.Actors.EventSourcing;

namespace Decentral.Cli.Runs;

/// <summary>The run directory's journal, as the actors of a run see it.</summary>
internal sealed class RunJournal(IJournal journal, DiskWatch disk) : IJournal
{
    public Task<IReadOnlyList<ReadOnlyMemory<byte>>> Read(StreamId stream) => disk.Watch(journal.Read(stream));

    public async Task<AppendOutcome> Append(
        StreamId stream, long expectedSequence, IReadOnlyList<ReadOnlyMemory<byte>> events)
    {
        var outcome = await disk.Watch(journal.Append(stream, expectedSequence, events));
        if (outcome.Kind == AppendOutcomeKind.Failed)
        {
            disk.Report(new JournalException(outcome.Reason));
        }

        return outcome;
    }
}
