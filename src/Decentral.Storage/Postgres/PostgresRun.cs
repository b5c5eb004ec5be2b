using Decentral.Actors.EventSourcing;
using Decentral.Storage.Journals;
using Decentral.Storage.Leases;

namespace Decentral.Storage.Postgres;

/// <summary>
/// One run in a PostgreSQL database that several hubs reach. The hub that holds the lease leads the run and writes its
/// journal; others stand by in <see cref="Acquire"/>.
/// </summary>
public sealed class PostgresRun : IAsyncDisposable
{
    private readonly PostgresRunOptions _options;
    private readonly PostgresDatabase _database;
    private readonly LeaseRow _lease;
    private readonly long _id;

    private PostgresRun(PostgresRunOptions options, PostgresDatabase database, long id)
    {
        _options = options;
        _database = database;
        _id = id;
        _lease = new LeaseRow(database, id);
    }

    /// <summary>The run's id.</summary>
    public string Name => _options.Run;

    /// <summary>The server and the database in words, without secrets.</summary>
    public string Database => _database.Name;

    /// <summary>
    /// Connects, lays out the tables on the first use of a database, and enters the run when it is new.
    /// </summary>
    /// <exception cref="JournalException">
    /// The connection string cannot be used, the server refuses or does not answer, or its tables are not ours.
    /// </exception>
    public static Task<PostgresRun> Open(PostgresRunOptions options, CancellationToken cancellationToken) =>
        Open(options, PostgresRunTable.Enter, cancellationToken);

    /// <summary>Connects to a run that is there, to read what it journaled.</summary>
    /// <exception cref="JournalException">As for <see cref="Open(PostgresRunOptions, CancellationToken)"/>, or there is
    /// no such run.</exception>
    public static Task<PostgresRun> OpenExisting(PostgresRunOptions options, CancellationToken cancellationToken) =>
        Open(options, PostgresRunTable.Find, cancellationToken);

    /// <summary>Who leads the run by the database's clock; null when nobody does.</summary>
    /// <exception cref="JournalException">The server does not answer.</exception>
    public Task<LeaseHolder?> ReadHolder(CancellationToken cancellationToken) =>
        Guard(() => _lease.ReadHolder(cancellationToken), cancellationToken);

    /// <summary>
    /// Waits until no other hub leads the run, and leads it from then on, in a higher term than any before. A hub that
    /// does not stand by waits only as long as one that was killed would still hold the lease.
    /// </summary>
    /// <exception cref="JournalException">
    /// Another hub leads the run, and this one does not stand by; or the server refuses. A standby goes on waiting
    /// while the server does not answer, another hub for <see cref="PostgresRunOptions.Patience"/>.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was cancelled first.</exception>
    public async Task<HubLease> Acquire(HubLeaseOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrEmpty(options.Holder);
        ArgumentNullException.ThrowIfNull(options.Address);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Duration, HubLeaseOptions.Shortest);
        var acquisition = new LeaseAcquisition(_lease, Database, _options, options);
        return await acquisition.Run(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Opens the journal for the hub that leads the run. Every append is refused once the lease is another's.
    /// </summary>
    /// <exception cref="JournalException">
    /// The lease is lost, the journal is damaged, or the server does not answer.
    /// </exception>
    public Task<PostgresJournal> OpenJournal(HubLease lease)
    {
        ArgumentNullException.ThrowIfNull(lease);
        return lease.IsOf(_lease)
            ? PostgresJournal.Open(_database, _id, _options, lease)
            : throw new ArgumentException($"The lease is of run {lease.Run}, the journal of {Name}.", nameof(lease));
    }

    /// <summary>Opens the journal for reading alone, whoever leads the run.</summary>
    /// <exception cref="JournalException">It is damaged, or the server does not answer.</exception>
    public Task<PostgresJournal> OpenJournalForReading() => PostgresJournal.Open(_database, _id, _options, lease: null);

    /// <summary>Closes the connections; journals and leases have been disposed of before.</summary>
    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private static async Task<PostgresRun> Open(
        PostgresRunOptions options,
        Func<PostgresDatabase, string, CancellationToken, Task<long>> locate,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrEmpty(options.Run);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.Patience, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.MaxQueuedRequests);
        var database = PostgresDatabase.At(options.ConnectionString);
        try
        {
            await PostgresSchema.Ensure(database, cancellationToken).ConfigureAwait(false);
            return new PostgresRun(
                options, database, await locate(database, options.Run, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception error)
        {
            await database.DisposeAsync().ConfigureAwait(false);
            if (PostgresFailure.IsOfTheServer(error) && !cancellationToken.IsCancellationRequested)
            {
                throw database.Explain(error);
            }

            throw;
        }
    }

    private async Task<TResult> Guard<TResult>(Func<Task<TResult>> ask, CancellationToken cancellationToken)
    {
        try
        {
            return await ask().ConfigureAwait(false);
        }
        catch (Exception error)
            when (PostgresFailure.IsOfTheServer(error) && !cancellationToken.IsCancellationRequested)
        {
            throw _database.Explain(error);
        }
    }
}
