using Decentral.Actors.EventSourcing;
using Decentral.Files;
using Decentral.Storage.Files;
using Decentral.Storage.Journals;

namespace Decentral.Storage.Runs;

/// <summary>Takes the directory of a run, before anything in it is read or written.</summary>
internal static class RunPlace
{
    /// <summary>Locks a directory for a new run with its journal, and makes it when absent.</summary>
    /// <exception cref="StorageException">
    /// It cannot be written, holds what is not a run's, has a journal elsewhere, or another process holds it.
    /// </exception>
    public static DirectoryLock TakeNew(RunPaths paths) => Lock(paths, () =>
    {
        Prepare(paths);
        RefuseJournalElsewhere(paths);
    });

    /// <summary>Locks a directory for a run whose journal is in a database, and makes it when absent.</summary>
    /// <exception cref="StorageException">
    /// It cannot be written, holds what is not a run's, or another process holds it.
    /// </exception>
    public static DirectoryLock TakeNewShared(RunPaths paths) => Lock(paths, () => Prepare(paths));

    /// <summary>Locks the directory of a run that is there, with its journal.</summary>
    /// <exception cref="StorageException">There is none, it cannot be written, or another process holds it.</exception>
    public static DirectoryLock Take(RunPaths paths) => Lock(paths, () =>
    {
        RefuseJournalElsewhere(paths);
        if (paths.Look() != RunContent.Run || !File.Exists(paths.Database))
        {
            throw new StorageException(
                $"{paths.Directory} is not a run: it needs {Path.GetFileName(paths.Database)} and "
                + $"{RunPaths.JobFileName}. Name the directory of a run.");
        }
    });

    /// <summary>Locks the directory of a run that is there, whose journal is in a database.</summary>
    /// <exception cref="StorageException">There is none, it cannot be written, or another process holds it.</exception>
    public static DirectoryLock TakeShared(RunPaths paths) => Lock(paths, () =>
    {
        if (paths.Look() != RunContent.Run)
        {
            throw new StorageException(
                $"{paths.Directory} is not a run: it needs {Path.GetFileName(paths.JournalPlace)} and "
                + $"{RunPaths.JobFileName}. Name the directory of a run.");
        }
    });

    /// <summary>
    /// Notes in a directory that is taken where its journal is; says whether the directory was of that run before. The
    /// lock is released when it is refused.
    /// </summary>
    /// <exception cref="StorageException">The directory is of another run, or has a journal of its own.</exception>
    public static bool NoteJournal(RunPaths paths, DirectoryLock held, PostgresJournal journal)
    {
        try
        {
            if (File.Exists(paths.Database))
            {
                throw new StorageException(
                    $"{paths.Directory} has its journal in {Path.GetFileName(paths.Database)}, one in a database was "
                    + "named: go on without it, or name another directory.");
            }

            var found = JournalPlace.Find(paths);
            if (found is not null && found.Run != journal.Run)
            {
                throw new StorageException(
                    $"{paths.Directory} is of run {found.Run}, the journal of {journal.Run}: name the directory of "
                    + "that run, or an empty one.");
            }

            var place = new JournalPlace(journal.Run, journal.Database);
            if (place != found)
            {
                place.Write(paths);
            }

            return found is not null;
        }
        catch (Exception error) when (error is JournalException or IOException or UnauthorizedAccessException)
        {
            held.Dispose();
            throw new StorageException($"{paths.Directory} cannot hold a run: {error.Message}", error);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Opens the journal of a directory that is taken; the lock goes over to it.</summary>
    /// <exception cref="StorageException">It is not ours, of a newer format, or damaged.</exception>
    public static async Task<SqliteJournal> OpenJournal(RunPaths paths, DirectoryLock taken)
    {
        try
        {
            var options = new SqliteJournalOptions { Path = paths.Database };
            return await SqliteJournal.Open(options, taken).ConfigureAwait(false);
        }
        catch (JournalException error)
        {
            throw new StorageException(error.Message, error);
        }
    }

    private static void Prepare(RunPaths paths)
    {
        DirectorySync.Create(paths.Directory);
        if (paths.Look() == RunContent.Foreign)
        {
            throw new StorageException(
                $"{paths.Directory} is neither empty nor a run: it holds '{paths.FirstForeignName()}'. Name a new or "
                + "an empty one.");
        }
    }

    private static void RefuseJournalElsewhere(RunPaths paths)
    {
        if (JournalPlace.Find(paths) is { } place)
        {
            throw new StorageException(
                $"{paths.Directory} has its journal {place}: name the connection string of that database, or another "
                + "directory.");
        }
    }

    private static DirectoryLock Lock(RunPaths paths, Action check)
    {
        try
        {
            check();
            return DirectoryLock.TryAcquire(paths.Directory, out var refusal) ?? throw new StorageException(refusal);
        }
        catch (JournalException error)
        {
            throw new StorageException(error.Message, error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(
                $"{paths.Directory} cannot hold a run: {error.Message} Name a directory that can be written.", error);
        }
    }
}
