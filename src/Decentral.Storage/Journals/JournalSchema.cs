using Decentral.Actors.EventSourcing;
using Microsoft.Data.Sqlite;

namespace Decentral.Storage.Journals;

/// <summary>The tables of a journal, and how a file is known to be one.</summary>
internal static class JournalSchema
{
    /// <summary>Of the layout below; a file of a newer one is refused.</summary>
    public const int Version = 1;

    /// <summary>"DCTJ": marks the file as ours (SQLite's application_id).</summary>
    public const int ApplicationId = 0x4443_544A;

    private const string Layout = """
        CREATE TABLE metadata (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE streams (
            id INTEGER NOT NULL PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            length INTEGER NOT NULL,
            chain BLOB NOT NULL) STRICT;
        CREATE TABLE events (
            stream INTEGER NOT NULL,
            sequence INTEGER NOT NULL,
            body BLOB NOT NULL,
            PRIMARY KEY (stream, sequence)) STRICT, WITHOUT ROWID;
        CREATE TABLE seal (
            id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
            digest BLOB NOT NULL,
            is_open INTEGER NOT NULL) STRICT;
        INSERT INTO seal VALUES (1, zeroblob(16), 1);
        """;

    /// <summary>Lays out an empty file (true), accepts one of ours (false), refuses any other.</summary>
    /// <exception cref="JournalException">The file is not a journal, or of a newer version.</exception>
    public static bool Ensure(SqliteConnection connection, string path)
    {
        var applicationId = connection.Scalar("PRAGMA application_id");
        var version = connection.Scalar("PRAGMA user_version");
        if (applicationId == 0 && version == 0 && connection.Scalar("SELECT count(*) FROM sqlite_schema") == 0)
        {
            Create(connection);
            return true;
        }

        if (applicationId != ApplicationId)
        {
            throw new JournalException(
                $"{path} is an SQLite file of another program (application id 0x{applicationId:X8}, expected "
                + $"0x{ApplicationId:X8}): name a run directory.");
        }

        if (version != Version)
        {
            throw new JournalException(
                $"{path} has journal format {version}, this build knows {Version}: use the build that wrote it.");
        }

        return false;
    }

    private static void Create(SqliteConnection connection)
    {
        connection.Execute("PRAGMA journal_mode = WAL");
        connection.Execute("BEGIN IMMEDIATE");
        connection.Execute(Layout);
        connection.Execute($"PRAGMA application_id = {ApplicationId}");
        connection.Execute($"PRAGMA user_version = {Version}");
        connection.Execute("COMMIT");
    }
}
