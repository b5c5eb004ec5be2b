using Decentral.Actors.EventSourcing;
using Decentral.Storage.Files;

namespace Decentral.Storage.Journals;

/// <summary>
/// A journal in one SQLite file (write-ahead log, synced at each commit), held by one process at a time. Appends that
/// are asked for while the disk is busy share one transaction. An acknowledged append survives kill -9 and, on a disk
/// that honours syncs, the loss of power. Damage is an error when the journal is opened or the stream is read, never a
/// shorter stream; the one exception is the end of a log that was cut off or whose very last transaction was damaged,
/// which looks like a transaction that was being written when the machine stopped.
/// </summary>
public sealed class SqliteJournal : IRunJournal
{
    private readonly JournalWriter _writer;
    private readonly SqliteJournalOptions _options;

    private SqliteJournal(JournalWriter writer, SqliteJournalOptions options)
    {
        _writer = writer;
        _options = options;
    }

    /// <summary>Opens a journal, or makes an empty one, and recovers what a killed process left.</summary>
    /// <exception cref="JournalException">
    /// Another process has it (the message names it), it cannot be written, is not ours, is of a newer format, or is
    /// damaged.
    /// </exception>
    public static Task<SqliteJournal> Open(SqliteJournalOptions options) => Open(options, null);

    /// <summary>
    /// Opens a journal in a directory that is taken already; the lock is released when the journal closes.
    /// </summary>
    internal static async Task<SqliteJournal> Open(SqliteJournalOptions options, DirectoryLock? taken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrEmpty(options.Path);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.MaxFileBytes);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.MaxQueuedRequests);
        var absolute = options with { Path = Path.GetFullPath(options.Path) };
        var writer = new JournalWriter(absolute, taken);
        await writer.Opened.ConfigureAwait(false);
        return new SqliteJournal(writer, absolute);
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<ReadOnlyMemory<byte>>> Read(StreamId stream)
    {
        ArgumentException.ThrowIfNullOrEmpty(stream.Name);
        return Ask(database => database.Read(stream));
    }

    /// <inheritdoc />
    public Task<long> ReadLength(StreamId stream)
    {
        ArgumentException.ThrowIfNullOrEmpty(stream.Name);
        return Ask(database => database.ReadLength(stream));
    }

    /// <inheritdoc />
    /// <remarks>When the disk fails, all appends of the failed transaction and all later ones fail.</remarks>
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
        return Ask(database => database.ReadMetadata(name));
    }

    /// <inheritdoc />
    public Task WriteMetadata(string name, string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(value);
        return Ask(database =>
        {
            database.WriteMetadata(name, value);
            return true;
        });
    }

    /// <summary>Writes what is queued, closes the file, and lets the next process have the directory.</summary>
    public async ValueTask DisposeAsync() => await _writer.Close().ConfigureAwait(false);

    private Task<TResult> Ask<TResult>(Func<JournalDatabase, TResult> query)
    {
        var result = new TaskCompletionSource<TResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        _writer.Submit(new QueryRequest(
            database => result.TrySetResult(query(database)),
            error => result.TrySetException(error)));
        return result.Task;
    }
}
