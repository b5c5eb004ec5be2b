using Decentral.Actors.EventSourcing;
using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace Decentral.Storage.Journals;

/// <summary>How the journal's file is opened.</summary>
internal static class JournalConnection
{
    private const int PageBytes = 4096;
    private const long MaxLogBytesKept = 16 << 20;

    /// <summary>
    /// Opens the file, ours or not, for this process alone, with each commit synced before it returns.
    /// </summary>
    /// <exception cref="JournalException">It cannot be opened.</exception>
    public static SqliteConnection Open(SqliteJournalOptions options)
    {
        var settings = new SqliteConnectionStringBuilder
        {
            DataSource = options.Path,
            Mode = SqliteOpenMode.ReadWriteCreate,
            Pooling = false,
            DefaultTimeout = 1,
        };
        var connection = new SqliteConnection(settings.ConnectionString);
        try
        {
            connection.Open();
            KeepLogOnClose(connection);
            Configure(connection, options);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Lets the close that follows carry the log into the file and delete it, as SQLite does by default.
    /// </summary>
    public static void MergeLogOnClose(SqliteConnection connection) => SetLogKept(connection, 0);

    private static void KeepLogOnClose(SqliteConnection connection) => SetLogKept(connection, 1);

    private static void SetLogKept(SqliteConnection connection, int isKept) =>
        SqliteException.ThrowExceptionForRC(
            sqlite3_db_config(connection.Handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, isKept, out _), connection.Handle);

    /// <remarks>
    /// Exclusive locking before the first access keeps the log's index in memory: network file systems work too.
    /// Without spilling only a commit writes to the log, which <see cref="WriteAheadLogScan"/> relies on.
    /// </remarks>
    private static void Configure(SqliteConnection connection, SqliteJournalOptions options) => connection.Execute(
        $"""
        PRAGMA locking_mode = EXCLUSIVE;
        PRAGMA synchronous = FULL;
        PRAGMA fullfsync = ON;
        PRAGMA cache_spill = OFF;
        PRAGMA page_size = {PageBytes};
        PRAGMA max_page_count = {Math.Clamp(options.MaxFileBytes / PageBytes, 1, uint.MaxValue - 1)};
        PRAGMA journal_size_limit = {MaxLogBytesKept};
        """);
}
