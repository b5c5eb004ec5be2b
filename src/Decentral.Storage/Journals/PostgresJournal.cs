using Decentral.Actors.EventSourcing;
using Decentral.Storage.Leases;
using Decentral.Storage.Postgres;

namespace Decentral.Storage.Journals;

/// <summary>
/// The journal of one run in a PostgreSQL database. Each durable write is one statement, and one transaction, on the
/// condition that the hub's lease is the present one and that the journal is as this object saw it last; appends that
/// are asked for while the server is busy share one. When the connection breaks before the answer is there, it is found
/// out what became of the statement before anything is told. Damage is an error when the journal is opened or read,
/// never a shorter stream.
/// </summary>
public sealed class PostgresJournal : IRunJournal
{
    private readonly PostgresWriter _writer;
    private readonly PostgresRunOptions _options;

    private PostgresJournal(PostgresWriter writer, PostgresRunOptions options, string database)
    {
        _writer = writer;
        _options = options;
        Database = database;
    }

    /// <summary>The run's id.</summary>
    public string Run => _options.Run;

    /// <summary>The server and the database in words, without secrets.</summary>
    public string Database { get; }

    /// <inheritdoc />
    /// <exception cref="JournalException">It is damaged or out of reach.</exception>
    public Task<IReadOnlyList<ReadOnlyMemory<byte>>> Read(StreamId stream)
    {
        ArgumentException.ThrowIfNullOrEmpty(stream.Name);
        return Ask(store => store.Read(stream));
    }

    /// <inheritdoc />
    public Task<long> ReadLength(StreamId stream)
    {
        ArgumentException.ThrowIfNullOrEmpty(stream.Name);
        return Ask(async store => (await store.ReadIndex().ConfigureAwait(false)).Head(stream.Name).Length);
    }

    /// <inheritdoc />
    /// <remarks>
    /// After a failure the journal serves again as soon as the server does. When the lease is another's, all appends
    /// fail from then on.
    /// </remarks>
    public Task<AppendOutcome> Append(
        StreamId stream, long expectedSequence, IReadOnlyList<ReadOnlyMemory<byte>> events)
    {
        ArgumentException.ThrowIfNullOrEmpty(stream.Name);
        ArgumentOutOfRangeException.ThrowIfNegative(expectedSequence);
        ArgumentNullException.ThrowIfNull(events);
        if (EventBound.Refuse(stream, expectedSequence, events, _options.MaxEventBytes) is { } refused)
        {
            return Task.FromResult(refused);
        }

        var request = new AppendRequest(stream, expectedSequence, events);
        _writer.Submit(request);
        return request.Outcome;
    }

    /// <inheritdoc />
    public Task<string?> ReadMetadata(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return Ask(async store => (await store.ReadIndex().ConfigureAwait(false)).Metadata.GetValueOrDefault(name));
    }

    /// <inheritdoc />
    public Task WriteMetadata(string name, string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(value);
        return Ask(async store =>
        {
            await store.WriteMetadata(name, value).ConfigureAwait(false);
            return true;
        });
    }

    /// <summary>Writes what is queued. The lease and the connections are their owners' to dispose of, later.</summary>
    public async ValueTask DisposeAsync() => await _writer.Close().ConfigureAwait(false);

    /// <exception cref="JournalException">It is damaged, another's, or out of reach.</exception>
    internal static async Task<PostgresJournal> Open(
        PostgresDatabase database, long run, PostgresRunOptions options, HubLease? lease)
    {
        var store = new PostgresStore(database, run, options, lease);
        await store.Check().ConfigureAwait(false);
        return new PostgresJournal(new PostgresWriter(store, options), options, database.Name);
    }

    private Task<TResult> Ask<TResult>(Func<PostgresStore, Task<TResult>> query)
    {
        var result = new TaskCompletionSource<TResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        _writer.Submit(new StoreRequest(
            async store => result.TrySetResult(await query(store).ConfigureAwait(false)),
            error => result.TrySetException(error)));
        return result.Task;
    }
}
