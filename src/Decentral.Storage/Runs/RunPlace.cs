using Decentral.Actors.EventSourcing;
using Decentral.Files;
using Decentral.Storage.Files;
using Decentral.Storage.Journals;

namespace Decentral.Storage.Runs;

/// <summary>Takes the directory of a run, before anything in it is read or written.</summary>
internal static class RunPlace
{
    /// <summary>Locks a directory for a new run, and makes it when absent.</summary>
    /// <exception cref="StorageException">
    /// It cannot be written, holds what is not a run's, or another process holds it.
    /// </exception>
    public static DirectoryLock TakeNew(RunPaths paths) => Lock(paths, () =>
    {
        DirectorySync.Create(paths.Directory);
        if (paths.Look() == RunContent.Foreign)
        {
            throw new StorageException(
                $"{paths.Directory} is neither empty nor a run: it holds '{paths.FirstForeignName()}'. Name a new or "
                + "an empty one.");
        }
    });

    /// <summary>Locks the directory of a run that is there.</summary>
    /// <exception cref="StorageException">There is none, it cannot be written, or another process holds it.</exception>
    public static DirectoryLock Take(RunPaths paths) => Lock(paths, () =>
    {
        if (paths.Look() != RunContent.Run || !File.Exists(paths.Database))
        {
            throw new StorageException(
                $"{paths.Directory} is not a run: it needs {Path.GetFileName(paths.Database)} and "
                + $"{RunPaths.JobFileName}. Name the directory of a run.");
        }
    });

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

    private static DirectoryLock Lock(RunPaths paths, Action check)
    {
        try
        {
            check();
            return DirectoryLock.TryAcquire(paths.Directory, out var refusal) ?? throw new StorageException(refusal);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(
                $"{paths.Directory} cannot hold a run: {error.Message} Name a directory that can be written.", error);
        }
    }
}
