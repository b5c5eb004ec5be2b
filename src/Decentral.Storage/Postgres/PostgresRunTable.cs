using Decentral.Actors.EventSourcing;
using Decentral.Storage.Journals;

namespace Decentral.Storage.Postgres;

/// <summary>The runs of a database, by name.</summary>
internal static class PostgresRunTable
{
    private const int MaxNamesTold = 5;

    /// <summary>The key of a run, which is entered when it is new.</summary>
    public static async Task<long> Enter(PostgresDatabase database, string name, CancellationToken cancellationToken)
    {
        await database.Command("INSERT INTO decentral.runs (name, seal) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING")
            .With(name).With(new byte[JournalDigest.Size]).Run().Abandon(cancellationToken).ConfigureAwait(false);
        return await Find(database, name, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The key of a run that is there.</summary>
    /// <exception cref="JournalException">There is none of that name.</exception>
    public static async Task<long> Find(PostgresDatabase database, string name, CancellationToken cancellationToken)
    {
        var found = await database.Command("SELECT id FROM decentral.runs WHERE name = $1").With(name)
            .Scalar().Abandon(cancellationToken).ConfigureAwait(false);
        return found as long? ?? throw new JournalException(
            $"{database.Name} has no run {name}: name one that it has ("
            + $"{await Newest(database, cancellationToken).ConfigureAwait(false)}), or another database.");
    }

    private static async Task<string> Newest(PostgresDatabase database, CancellationToken cancellationToken)
    {
        var names = await database.Command($"SELECT name FROM decentral.runs ORDER BY id DESC LIMIT {MaxNamesTold}")
            .List(row => row.GetString(0)).Abandon(cancellationToken).ConfigureAwait(false);
        return names.Count == 0 ? "it is empty" : $"the newest: {string.Join(", ", names)}";
    }
}
