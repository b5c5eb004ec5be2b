using System.Text;
using Decentral.Actors.EventSourcing;
using Decentral.Files;
using Decentral.Storage.Files;
using Decentral.Storage.Journals;
using Decentral.Storage.Metrics;
using Decentral.Storage.Snapshots;

namespace Decentral.Storage.Runs;

/// <summary>
/// Makes or opens a run in a directory that is taken, with its journal. Both are let go when that fails.
/// </summary>
/// <param name="paths">The directory.</param>
/// <param name="journal">Open.</param>
/// <param name="where">What holds the run, in words: the directory, or the database.</param>
/// <param name="held">The directory's lock, where the journal does not hold it.</param>
internal sealed class RunOpening(RunPaths paths, IRunJournal journal, string where, DirectoryLock? held)
{
    /// <summary>Makes a run, or goes on with a making that was interrupted.</summary>
    /// <param name="job">The run's job.</param>
    /// <param name="newId">The run's id, when it has none yet.</param>
    /// <param name="wasInterrupted">
    /// Whether the journal's run is one whose making may have been interrupted here.
    /// </param>
    /// <exception cref="StorageException">The journal holds a run, of this job or another.</exception>
    public Task<RunDirectory> Make(RunJob job, string newId, bool wasInterrupted) => Guard(async () =>
    {
        var found = await Find(newId).ConfigureAwait(false);
        return found is not null && (!wasInterrupted || found.JobDigest != job.Digest)
            ? throw Occupied(found, job)
            : await Enter(found ?? new RunIdentity(newId, job.Digest), job).ConfigureAwait(false);
    });

    /// <summary>Goes on with the journal's run in this directory, whether or not it was here before.</summary>
    /// <exception cref="StorageException">The run is of another job.</exception>
    public Task<RunDirectory> Join(RunJob job, string newId) => Guard(async () =>
    {
        var found = await Find(newId).ConfigureAwait(false);
        RefuseOtherJob(found, job);
        return await Enter(found ?? new RunIdentity(newId, job.Digest), job).ConfigureAwait(false);
    });

    /// <summary>Goes on with the directory's run.</summary>
    /// <exception cref="StorageException">The journal has no run, or one of another job.</exception>
    public Task<RunDirectory> Continue(RunJob? job) => Guard(async () =>
    {
        var identity = await RunIdentity.Read(journal, where).ConfigureAwait(false)
            ?? throw new StorageException(
                $"{(held is null ? paths.Database : where)} is of no run: put the run's own "
                + $"{(held is null ? "file" : "database")} back, or start a new run.");
        RefuseOtherJob(identity, job);
        return await Assemble(identity, job?.SnapshotsKept ?? SnapshotStoreOptions.KeepByDefault).ConfigureAwait(false);
    });

    /// <summary>The journal's run; null when it has none yet, and neither has the directory.</summary>
    private async Task<RunIdentity?> Find(string id)
    {
        var found = await RunIdentity.Read(journal, where).ConfigureAwait(false);
        return found is not null || held is null || !File.Exists(paths.Job)
            ? found
            : throw new StorageException(
                $"{paths.Directory} holds run {id}, of which {where} knows nothing: restore that database, name the "
                + "one that has the run, or name another directory.");
    }

    private void RefuseOtherJob(RunIdentity? found, RunJob? job)
    {
        if (found is not null && job is not null && job.Digest != found.JobDigest)
        {
            throw new StorageException(
                $"{where} holds run {found.Id}, whose job or data have changed since it was made "
                + $"(their digest was {found.JobDigest} and is now {job.Digest}): put {RunPaths.JobFileName} "
                + "and the data back as they were, or start a new run.");
        }
    }

    private StorageException Occupied(RunIdentity found, RunJob job) => new(
        found.JobDigest == job.Digest
            ? $"{where} holds run {found.Id} of this job already: resume it, or name another directory."
            : $"{where} holds run {found.Id} of another job (its digest {found.JobDigest}, this one's "
            + $"{job.Digest}): name another directory.");

    private async Task<RunDirectory> Enter(RunIdentity identity, RunJob job)
    {
        await identity.Write(journal).ConfigureAwait(false);
        // Last: until its job is there, the directory holds no run.
        await BlockingWork.Run(() => AtomicFile.Write(paths.Job, Encoding.UTF8.GetBytes(job.Text)))
            .ConfigureAwait(false);
        return await Assemble(identity, job.SnapshotsKept).ConfigureAwait(false);
    }

    private async Task<RunDirectory> Guard(Func<Task<RunDirectory>> open)
    {
        try
        {
            return await open().ConfigureAwait(false);
        }
        catch (Exception error)
        {
            await journal.DisposeAsync().ConfigureAwait(false);
            held?.Dispose();
            if (error is IOException or UnauthorizedAccessException or JournalException)
            {
                throw new StorageException($"{paths.Directory} cannot hold a run: {error.Message}", error);
            }

            throw;
        }
    }

    private async Task<RunDirectory> Assemble(RunIdentity identity, int snapshotsKept)
    {
        await BlockingWork.Run(() => PendingFile.RemoveAbandoned(paths.Directory)).ConfigureAwait(false);
        var options = new SnapshotStoreOptions
        {
            Directory = paths.Snapshots,
            RunId = identity.Id,
            Keep = snapshotsKept,
        };
        var snapshots = await SnapshotStore.Open(options).ConfigureAwait(false);
        var metrics = await MetricsFile.Open(paths.Metrics).ConfigureAwait(false);
        return new RunDirectory(paths, identity, journal, held, snapshots, metrics);
    }
}
