using System.Text;
using Decentral.Actors.EventSourcing;
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
    private const int NameAttempts = 1000;

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
        var taken = RunPlace.TryTakeNew(paths, out var refusal) ?? throw new StorageException(refusal);
        var id = RunName.Candidates(job.Name, startedAt, count: 1).Single();
        return await CreateIn(paths, taken, id, job).ConfigureAwait(false);
    }

    /// <summary>Makes a run in a new directory of its own, such as <c>runs/quickstart-20260101-120000</c>.</summary>
    /// <param name="root">Where runs are; made when absent.</param>
    /// <param name="job">The run's job.</param>
    /// <param name="startedAt">
    /// Becomes part of the run's id, in its own offset; a number follows where that is taken.
    /// </param>
    /// <exception cref="StorageException">It cannot be written.</exception>
    public static async Task<RunDirectory> CreateUnder(string root, RunJob job, DateTimeOffset startedAt)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        ArgumentNullException.ThrowIfNull(job);
        foreach (var id in RunName.Candidates(job.Name, startedAt, NameAttempts))
        {
            var paths = new RunPaths(Path.GetFullPath(Path.Combine(root, id)));
            if (!Path.Exists(paths.Directory) && RunPlace.TryTakeNew(paths, out _) is { } taken)
            {
                return await CreateIn(paths, taken, id, job).ConfigureAwait(false);
            }
        }

        throw new StorageException($"{root} has {NameAttempts} runs of {job.Name} from {startedAt}: name a directory.");
    }

    /// <summary>Opens a run to go on with it, and clears away what a killed process left half-written.</summary>
    /// <param name="path">The run directory.</param>
    /// <param name="jobDigest">Of the job to go on with; null for whatever the run's is.</param>
    /// <exception cref="StorageException">
    /// There is no run, or one of another job; it cannot be written, is damaged, or another process holds it.
    /// </exception>
    public static async Task<RunDirectory> Open(string path, string? jobDigest = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var paths = new RunPaths(Path.GetFullPath(path));
        var journal = await RunPlace.OpenJournal(paths, RunPlace.Take(paths)).ConfigureAwait(false);
        return await Finish(paths, journal, async () =>
        {
            var identity = await RunIdentity.Read(journal, paths.Directory).ConfigureAwait(false)
                ?? throw new StorageException(
                    $"{paths.Directory} holds a run whose making was interrupted: start it again in that directory.");
            if (jobDigest is not null && jobDigest != identity.JobDigest)
            {
                throw new StorageException(
                    $"{paths.Directory} holds run {identity.Id} of another job (its digest {identity.JobDigest}, this "
                    + $"one's {jobDigest}): go on with the run's own job, or name another directory.");
            }

            return await Assemble(paths, identity, journal).ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    /// <summary>The run under a directory of runs that was made last; null when there is none.</summary>
    public static RunPaths? FindNewest(string root)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        return !Directory.Exists(root)
            ? null
            : Directory.EnumerateDirectories(root)
                .Select(directory => new RunPaths(directory))
                .Where(paths => paths.IsRun)
                .OrderBy(paths => File.GetLastWriteTimeUtc(paths.Job))
                .ThenBy(paths => paths.Directory, StringComparer.Ordinal)
                .LastOrDefault();
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

    private static async Task<RunDirectory> CreateIn(RunPaths paths, DirectoryLock taken, string id, RunJob job)
    {
        var journal = await RunPlace.OpenJournal(paths, taken).ConfigureAwait(false);
        return await Finish(paths, journal, async () =>
        {
            if (await RunIdentity.Read(journal, paths.Directory).ConfigureAwait(false) is { } found)
            {
                throw Occupied(paths, found, job);
            }

            var identity = new RunIdentity(id, job.Digest);
            await AtomicFile.WriteInBackground(paths.Job, stream => stream.Write(Encoding.UTF8.GetBytes(job.Text)))
                .ConfigureAwait(false);
            await identity.Write(journal).ConfigureAwait(false);
            return await Assemble(paths, identity, journal).ConfigureAwait(false);
        }).ConfigureAwait(false);
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

    private static async Task<RunDirectory> Assemble(RunPaths paths, RunIdentity identity, SqliteJournal journal)
    {
        await BlockingWork.Run(() => AtomicFile.RemoveAbandoned(paths.Directory)).ConfigureAwait(false);
        var options = new SnapshotStoreOptions { Directory = paths.Snapshots, RunId = identity.Id };
        var snapshots = await SnapshotStore.Open(options).ConfigureAwait(false);
        var metrics = await MetricsFile.Open(paths.Metrics).ConfigureAwait(false);
        return new RunDirectory(paths, identity, journal, snapshots, metrics);
    }
}
