using System.Data;
using Decentral.Actors.EventSourcing;
using Npgsql;

namespace Decentral.Storage.Postgres;

/// <summary>The tables of all runs in a database, and how they are known to be ours.</summary>
internal static class PostgresSchema
{
    /// <summary>Of the layout below; one of another version is refused.</summary>
    public const int Version = 1;

    /// <summary>"DCTJ", as in the files: whoever lays out the tables holds this advisory lock.</summary>
    private const long LayoutLock = 0x4443_544A;

    /// <remarks>
    /// A schema that is there and empty is used: making one takes more rights than filling it.
    /// A run's row holds the lease beside the seal, so that one statement compares both, and its row lock keeps
    /// take-over and append apart. <c>fence</c> counts the times that somebody had to make sure that a statement whose
    /// answer was lost does nothing any more.
    /// </remarks>
    private const string Layout = """
        DO $$ BEGIN
            IF to_regnamespace('decentral') IS NULL THEN CREATE SCHEMA decentral; END IF;
        END $$;
        CREATE TABLE decentral.journal_format (version integer NOT NULL PRIMARY KEY);
        CREATE TABLE decentral.runs (
            id bigint NOT NULL GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            name text COLLATE "C" NOT NULL UNIQUE,
            seal bytea NOT NULL,
            fence bigint NOT NULL DEFAULT 0,
            term bigint NOT NULL DEFAULT 0,
            lease uuid,
            holder text,
            address text,
            expires timestamptz);
        CREATE TABLE decentral.metadata (
            run bigint NOT NULL REFERENCES decentral.runs,
            name text COLLATE "C" NOT NULL,
            value text NOT NULL,
            PRIMARY KEY (run, name));
        CREATE TABLE decentral.streams (
            run bigint NOT NULL REFERENCES decentral.runs,
            id bigint NOT NULL,
            name text COLLATE "C" NOT NULL,
            length bigint NOT NULL,
            chain bytea NOT NULL,
            PRIMARY KEY (run, id),
            UNIQUE (run, name));
        CREATE TABLE decentral.events (
            run bigint NOT NULL,
            stream bigint NOT NULL,
            sequence bigint NOT NULL,
            body bytea NOT NULL,
            PRIMARY KEY (run, stream, sequence));
        INSERT INTO decentral.journal_format VALUES (1);
        """;

    private const string CountTables =
        "SELECT count(*) FROM pg_class WHERE relnamespace = to_regnamespace('decentral')";

    private const string FindMark = "SELECT to_regclass('decentral.journal_format') IS NOT NULL";

    /// <summary>Lays out an empty schema, accepts ours, refuses any other.</summary>
    /// <exception cref="JournalException">The schema is another program's, or of another version.</exception>
    public static Task Ensure(PostgresDatabase database, CancellationToken cancellationToken) => database.InTransaction(
        IsolationLevel.ReadCommitted,
        async connection =>
        {
            await Command(connection, $"SELECT pg_advisory_xact_lock({LayoutLock})").Run().ConfigureAwait(false);
            if (await Command(connection, CountTables).Scalar().ConfigureAwait(false) is 0L)
            {
                await Command(connection, Layout).Run().ConfigureAwait(false);
            }
            else
            {
                await Check(connection, database.Name).ConfigureAwait(false);
            }

            return true;
        },
        cancellationToken);

    private static async Task Check(NpgsqlConnection connection, string database)
    {
        if (await Command(connection, FindMark).Scalar().ConfigureAwait(false) is not true)
        {
            throw new JournalException(
                $"{database} has a schema decentral of another program (no table journal_format in it): name another "
                + "database.");
        }

        var version = await Command(connection, "SELECT max(version) FROM decentral.journal_format")
            .Scalar().ConfigureAwait(false);
        if (version is not Version)
        {
            throw new JournalException(
                $"{database} has journal format {version}, this build knows {Version}: use the build that wrote it, or "
                + "name another database.");
        }
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql) => new(sql, connection);
}
