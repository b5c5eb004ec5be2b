using Decentral.Storage.Files;
using Decentral.Storage.Journals;
using Decentral.Storage.Metrics;
using Decentral.Storage.Snapshots;

namespace Decentral.Storage.Runs;

/// <summary>
/// The durable state of a run, all in one directory, held by one process at a time: <c>job.yaml</c>, <c>run.db</c>,
/// <c>snapshots/</c>, <c>metrics.jsonl</c>, <c>model.safetensors</c>. Where the journal is in a PostgreSQL database,
/// <c>journal.json</c> stands in for <c>run.db</c>, and each hub of the run has a directory of its own.
/// </summary>
public sealed class RunDirectory : IAsyncDisposable
{
    private readonly DirectoryLock? _held;

    internal RunDirectory(
        RunPaths paths,
        RunIdentity identity,
        IRunJournal journal,
        DirectoryLock? held,
        SnapshotStore snapshots,
        MetricsFile metrics)
    {
        Paths = paths;
        Id = identity.Id;
        JobDigest = identity.JobDigest;
        Journal = journal;
        _held = held;
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
    public IRunJournal Journal { get; }

    /// <summary>The run's snapshots.</summary>
    public SnapshotStore Snapshots { get; }

    /// <summary>The run's measurements.</summary>
    public MetricsFile Metrics { get; }

    /// <summary>The id of a run of a job, such as <c>quickstart-20260101-120000</c>.</summary>
    /// <param name="job">The run's job.</param>
    /// <param name="startedAt">Taken as it is, in its own offset.</param>
    public static string NewId(RunJob job, DateTimeOffset startedAt)
    {
        ArgumentNullException.ThrowIfNull(job);
        return RunIdentity.New(job, startedAt).Id;
    }

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
        return await new RunOpening(paths, journal, paths.Directory, held: null)
            .Make(job, NewId(job, startedAt), wasInterrupted: paths.Look() != RunContent.Run).ConfigureAwait(false);
    }

    /// <summary>
    /// Makes a run whose journal is in a database, in a directory as for
    /// <see cref="Create(string, RunJob, DateTimeOffset)"/>. The journal's run must be new; the directory closes the
    /// journal.
    /// </summary>
    /// <exception cref="StorageException">
    /// The directory or the journal holds a run, of this job or another; the directory holds other files, cannot be
    /// written, or is another process's.
    /// </exception>
    public static Task<RunDirectory> Create(string path, RunJob job, PostgresJournal journal)
    {
        ArgumentNullException.ThrowIfNull(job);
        return Enter(path, journal, RunPlace.TakeNewShared, (opening, wasHere) =>
            opening.Make(job, journal.Run, wasInterrupted: wasHere && !File.Exists(new RunPaths(path).Job)));
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
        return await new RunOpening(paths, journal, paths.Directory, held: null).Continue(job).ConfigureAwait(false);
    }

    /// <summary>
    /// Opens a run whose journal is in a database, as <see cref="Open(string, RunJob)"/>; the directory closes the
    /// journal.
    /// </summary>
    /// <exception cref="StorageException">As there; or the directory is of another run of the database.</exception>
    public static Task<RunDirectory> Open(string path, RunJob? job, PostgresJournal journal) =>
        Enter(path, journal, RunPlace.TakeShared, (opening, _) => opening.Continue(job));

    /// <summary>
    /// Goes on, as a further hub, with a run whose journal is in a database: in a directory that is empty or absent, or
    /// that was this run's before. A run that is new is made. The directory closes the journal.
    /// </summary>
    /// <exception cref="StorageException">
    /// The journal's run is of another job; or the directory is another run's, holds other files, cannot be written, or
    /// is another process's.
    /// </exception>
    public static Task<RunDirectory> Join(string path, RunJob job, PostgresJournal journal)
    {
        ArgumentNullException.ThrowIfNull(job);
        return Enter(path, journal, RunPlace.TakeNewShared, (opening, _) => opening.Join(job, journal.Run));
    }

    /// <summary>Writes what waits, closes everything, and lets the next process have the directory.</summary>
    public async ValueTask DisposeAsync()
    {
        using (_held)
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
    }

    /// <summary>Takes a directory for a journal that is elsewhere, and notes in it where that is.</summary>
    private static async Task<RunDirectory> Enter(
        string path,
        PostgresJournal journal,
        Func<RunPaths, DirectoryLock> take,
        Func<RunOpening, bool, Task<RunDirectory>> open)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(journal);
        var paths = new RunPaths(Path.GetFullPath(path));
        DirectoryLock held;
        bool wasHere;
        try
        {
            held = take(paths);
            wasHere = RunPlace.NoteJournal(paths, held, journal);
        }
        catch
        {
            await journal.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        return await open(new RunOpening(paths, journal, journal.Database, held), wasHere).ConfigureAwait(false);
    }
}
