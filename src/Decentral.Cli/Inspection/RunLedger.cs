using Decentral.Actors.EventSourcing;
using Decentral.Cli.Hosting;
using Decentral.Cli.Runs;
using Decentral.Storage.Journals;
using Decentral.Storage.Postgres;
using Decentral.Storage.Runs;
using Decentral.Training.Coordination;
using Decentral.Training.Coordination.Events;

namespace Decentral.Cli.Inspection;

/// <summary>The ledger in a run directory.</summary>
internal static class RunLedger
{
    /// <summary>The stream of the coordinator's events, as its options have it.</summary>
    private static readonly StreamId Stream = new("coordinator");

    /// <summary>All entries, in order.</summary>
    /// <exception cref="MistakeException">The run has no journal.</exception>
    /// <exception cref="JournalException">
    /// The run is being trained by another process, or its journal cannot be read.
    /// </exception>
    public static async Task<IReadOnlyList<CoordinatorEvent>> ReadAsync(RunFolder folder)
    {
        if (JournalPlace.Find(folder.Paths) is { } place)
        {
            return await ReadAsync(folder, place);
        }

        var database = folder.Paths.Database;
        if (!File.Exists(database))
        {
            var name = Path.GetFileName(database);
            throw new MistakeException(
                $"{folder.Name}: expected a {name}, which has the ledger, found none; put it back");
        }

        await using var journal = await SqliteJournal.Open(new SqliteJournalOptions { Path = database });
        return await ReadAsync(journal);
    }

    private static async Task<IReadOnlyList<CoordinatorEvent>> ReadAsync(RunFolder folder, JournalPlace place)
    {
        var connection = JournalSource.Choose(null) ?? throw new MistakeException(
            $"{folder.Name}: its journal is {place}: say how to connect by {JournalSource.Variable} in the environment, as --journal did");
        await using var run = await PostgresRun.OpenExisting(
            new PostgresRunOptions { ConnectionString = connection, Run = place.Run }, CancellationToken.None);
        await using var journal = await run.OpenJournalForReading();
        return await ReadAsync(journal);
    }

    private static async Task<IReadOnlyList<CoordinatorEvent>> ReadAsync(IJournal journal)
    {
        var serializer = new CoordinatorEventSerializer();
        var entries = await journal.Read(Stream);
        return [.. entries.Select(serializer.Read)];
    }
}
