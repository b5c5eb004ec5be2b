using Decentral.Actors.EventSourcing;
using Decentral.Storage.Files;
using Decentral.Storage.Journals;

namespace Decentral.Storage.Runs;

/// <summary>Takes the directory of a run, before anything in it is read or written.</summary>
internal static class RunPlace
{
    /// <summary>Locks a directory for a new run and makes it when absent; null when another process holds it.</summary>
    /// <exception cref="StorageException">It cannot be written, or holds what is not a run's.</exception>
    public static DirectoryLock? TryTakeNew(RunPaths paths, out string refusal)
    {
        try
        {
            DirectorySync.Create(paths.Directory);
            RefuseForeign(paths);
            return DirectoryLock.TryAcquire(paths.Directory, out refusal);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(paths, error);
        }
    }

    /// <summary>Locks the directory of a run that is there.</summary>
    /// <exception cref="StorageException">There is none, it cannot be written, or another process holds it.</exception>
    public static DirectoryLock Take(RunPaths paths)
    {
        if (!paths.IsRun)
        {
            throw new StorageException(
                $"{paths.Directory} is not a run: it needs {Path.GetFileName(paths.Database)} and "
                + $"{Path.GetFileName(paths.Job)}. Name the directory of a run.");
        }

        try
        {
            return DirectoryLock.TryAcquire(paths.Directory, out var refusal) ?? throw new StorageException(refusal);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(paths, error);
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

    private static void RefuseForeign(RunPaths paths)
    {
        if (File.Exists(paths.Database))
        {
            return;
        }

        var foreign = Directory.EnumerateFileSystemEntries(paths.Directory)
            .Select(entry => Path.GetFileName(entry))
            .Where(name => name is not (DirectoryLock.LockFileName or DirectoryLock.HolderFileName))
            .Order(StringComparer.Ordinal)
            .FirstOrDefault();
        if (foreign is not null)
        {
            throw new StorageException(
                $"{paths.Directory} is neither empty nor a run: it holds '{foreign}'. Name a new or an empty one.");
        }
    }

    private static StorageException Unwritable(RunPaths paths, Exception error) => new(
        $"{paths.Directory} cannot hold a run: {error.Message} Name a directory that can be written.", error);
}
