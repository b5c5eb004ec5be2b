using Decentral.Actors.EventSourcing;
using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace Decentral.Storage.Journals;

/// <summary>What an error under the journal means, in words with the remedy.</summary>
internal static class JournalFailure
{
    public static JournalException Explain(string path, Exception error) => error switch
    {
        JournalException known => known,
        SqliteException sqlite => new JournalException(
            $"{path}: {Sentence(sqlite)} ({sqlite.SqliteExtendedErrorCode}, {sqlite.Message}).", sqlite),
        IOException or UnauthorizedAccessException => new JournalException(
            $"{path} cannot be used: {error.Message} Name a directory that can be written.", error),
        _ => new JournalException(
            $"{path} could not be understood, so it is damaged or this is a fault of ours: {error.Message} Restore it "
            + "with its -wal file from a copy, or start a new run.",
            error),
    };

    private static string Sentence(SqliteException error) => error.SqliteErrorCode switch
    {
        SQLITE_FULL => "nothing was written, the disk or the journal's bound is full; free space and resume the run",
        SQLITE_IOERR => "the disk failed to read or write; check it and its free space, then resume the run",
        SQLITE_CORRUPT => "the file is damaged; restore it with its -wal file from a copy, or start a new run",
        SQLITE_NOTADB => "this is no SQLite file, so no journal; name a run directory",
        SQLITE_READONLY or SQLITE_PERM or SQLITE_AUTH => "the file may not be written; check its owner and permissions",
        SQLITE_CANTOPEN => "the file or its -wal file cannot be opened; check the directory's owner and permissions",
        SQLITE_BUSY or SQLITE_LOCKED => "another program holds the file; close it and try again",
        _ => "nothing was written; resume the run, and report this if it comes again",
    };
}
