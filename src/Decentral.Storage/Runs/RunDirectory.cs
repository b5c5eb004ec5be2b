using System.Text;
using Decentral.Actors.EventSourcing;
using Decentral.Files;
using Decentral.Storage.Files;
using Decentral.Storage.Journals;
using Decentral.Storage.Metrics;
using Decentral.Storage.Snapshots;

namespace Decentral.Storage.Runs;

/// <summary>
/// The durable state of a run, all in one directory, held by one process at a time: <c>job.yaml</c>, <c>run.db</c>,
/// <c>snapshots/</c>, <c>metrics.jsonl</c>, <c>model.safetensors</c>.
/// </summary>
public sealed class RunDirectory : IAsyncDisposable
{
    private RunDirectory(
        RunPaths paths, RunIdentity identity, SqliteJournal journal, SnapshotStore snapshots, MetricsFile metrics)
    {
        Paths = paths;
        Id = identity.Id;
        JobDigest = identity.JobDigest;
        Journal = journal;
        Snapshots = snapshots;
        Metrics = metrics;
    }

    /// <summary>Where everything is.</summary>
    public RunPaths Paths { get; }

    /// <summary>The run's name, which never changes.</summary>
    public string Id { get; }

    /// <summary>Of the canonical form of the job that the run was made for.</summary>
    public string JobDigest { get; }

    /// <summary>The journal of the run's actors.</summary>
    public SqliteJournal Journal { get; }

    /// <summary>The run's snapshots.</summary>
    public SnapshotStore Snapshots { get; }

    /// <summary>The run's measurements.</summary>
    public MetricsFile Metrics { get; }

    /// <summary>
    /// Makes a run in a directory that is empty, absent, or holds a run whose making was interrupted.
    /// </summary>
    /// <param name="path">The directory.</param>
    /// <param name="job">The run's job.</param>
    /// <param name="startedAt">Becomes part of the run's id, in its own offset.</param>
    /// <exception cref="StorageException">
    /// It holds a run, of this job or another, or other files; it cannot be written; or another process holds it.
    /// </exception>
    public static async Task<RunDirectory> Create(string path, RunJob job, DateTimeOffset startedAt)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(job);
        var paths = new RunPaths(Path.GetFullPath(path));
        var journal = await RunPlace.OpenJournal(paths, RunPlace.TakeNew(paths)).ConfigureAwait(false);
        return await Finish(paths, journal, async () =>
        {
            var identity = await Identify(paths, journal, job, startedAt).ConfigureAwait(false);
            // Last: until its job is there, the directory holds no run.
            await BlockingWork.Run(() => AtomicFile.Write(paths.Job, Encoding.UTF8.GetBytes(job.Text)))
                .ConfigureAwait(false);
            return await Assemble(paths, identity, journal, job.SnapshotsKept).ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    /// <summary>Opens a run to go on with it, and clears away what a killed process left half-written.</summary>
    /// <param name="path">The run directory.</param>
    /// <param name="job">The job to go on with; null for whatever the run's is.</param>
    /// <exception cref="StorageException">
    /// There is no run, or one of another job; it cannot be written, is damaged, or another process holds it.
    /// </exception>
    public static async Task<RunDirectory> Open(string path, RunJob? job = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var paths = new RunPaths(Path.GetFullPath(path));
        var journal = await RunPlace.OpenJournal(paths, RunPlace.Take(paths)).ConfigureAwait(false);
        return await Finish(paths, journal, async () =>
        {
            var identity = await RunIdentity.Read(journal, paths.Directory).ConfigureAwait(false)
                ?? throw new StorageException(
                    $"{paths.Database} is of no run: put the run's own file back, or start a new run.");
            if (job is not null && job.Digest != identity.JobDigest)
            {
                throw new StorageException(
                    $"{paths.Directory} holds run {identity.Id}, whose job or data have changed since it was made "
                    + $"(their digest was {identity.JobDigest} and is now {job.Digest}): put {RunPaths.JobFileName} "
                    + "and the data back as they were, or start a new run.");
            }

            var kept = job?.SnapshotsKept ?? SnapshotStoreOptions.KeepByDefault;
            return await Assemble(paths, identity, journal, kept).ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    /// <summary>Writes what waits, closes everything, and lets the next process have the directory.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await Metrics.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            await Journal.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>A new run's identity, or that of the same run whose making was interrupted.</summary>
    private static async Task<RunIdentity> Identify(
        RunPaths paths, SqliteJournal journal, RunJob job, DateTimeOffset startedAt)
    {
        var found = await RunIdentity.Read(journal, paths.Directory).ConfigureAwait(false);
        if (found is not null && (paths.Look() == RunContent.Run || found.JobDigest != job.Digest))
        {
            throw Occupied(paths, found, job);
        }

        var identity = found ?? RunIdentity.New(job, startedAt);
        await identity.Write(journal).ConfigureAwait(false);
        return identity;
    }

    private static StorageException Occupied(RunPaths paths, RunIdentity found, RunJob job) => new(
        found.JobDigest == job.Digest
            ? $"{paths.Directory} holds run {found.Id} of this job already: resume it, or name another directory."
            : $"{paths.Directory} holds run {found.Id} of another job (its digest {found.JobDigest}, this one's "
            + $"{job.Digest}): name another directory.");

    /// <summary>The rest of opening; the journal is closed when that fails.</summary>
    private static async Task<RunDirectory> Finish(RunPaths paths, SqliteJournal journal, Func<Task<RunDirectory>> open)
    {
        try
        {
            return await open().ConfigureAwait(false);
        }
        catch (Exception error)
        {
            await journal.DisposeAsync().ConfigureAwait(false);
            if (error is IOException or UnauthorizedAccessException or JournalException)
            {
                throw new StorageException($"{paths.Directory} cannot hold a run: {error.Message}", error);
            }

            throw;
        }
    }

    private static async Task<RunDirectory> Assemble(
        RunPaths paths, RunIdentity identity, SqliteJournal journal, int snapshotsKept)
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
        return new RunDirectory(paths, identity, journal, snapshots, metrics);
    }
}
