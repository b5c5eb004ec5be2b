using Decentral.Actors.EventSourcing;
using Decentral.Storage.Leases;
using Decentral.Storage.Postgres;

namespace Decentral.Storage.Journals;

/// <summary>
/// A run's journal in the database, used for one request at a time. It knows what the journal held when it looked last,
/// writes on that condition, and looks again when the condition did not hold or an answer was lost.
/// </summary>
internal sealed class PostgresStore
{
    private readonly PostgresDatabase _database;
    private readonly PostgresRunOptions _options;
    private readonly HubLease? _lease;
    private readonly PostgresSnapshot _snapshot;
    private readonly PostgresStatements? _statements;

    /// <summary>Null when it has to be read anew.</summary>
    private PostgresView? _view;

    /// <summary>A statement whose answer was lost may be carried out still.</summary>
    private bool _isInDoubt;

    /// <param name="database">Where it is.</param>
    /// <param name="run">The run's key.</param>
    /// <param name="options">The run and the bounds.</param>
    /// <param name="lease">The right to write; null to read alone.</param>
    public PostgresStore(PostgresDatabase database, long run, PostgresRunOptions options, HubLease? lease)
    {
        _database = database;
        _options = options;
        _lease = lease;
        _snapshot = new PostgresSnapshot(database, run, options.Run);
        _statements = lease is null ? null : new PostgresStatements(database, run, lease);
    }

    /// <summary>The database, in words.</summary>
    public string Name => $"{_database.Name}, run {_options.Run}";

    /// <summary>Sees whether the journal is whole, and whether this hub may write it.</summary>
    /// <exception cref="JournalException">It is damaged, another's, or out of reach.</exception>
    public Task Check() => Persist(async cancellationToken =>
    {
        _view = _lease is null
            ? await _snapshot.Load(cancellationToken).ConfigureAwait(false)
            : await LoadToWrite(_lease, cancellationToken).ConfigureAwait(false);
        return true;
    });

    /// <summary>Appends in one transaction, each where it expects to be.</summary>
    /// <exception cref="JournalException">None was appended, or it is not known; the message says which.</exception>
    public Task<List<AppendOutcome>> Append(IReadOnlyList<AppendRequest> group) =>
        Write(change => group.Select(change.Append).ToList());

    /// <inheritdoc cref="IRunJournal.WriteMetadata"/>
    public Task WriteMetadata(string name, string value) => Write(change =>
    {
        change.Set(name, value);
        return true;
    });

    /// <inheritdoc cref="IJournal.Read"/>
    public Task<IReadOnlyList<ReadOnlyMemory<byte>>> Read(StreamId stream) =>
        Persist<IReadOnlyList<ReadOnlyMemory<byte>>>(async cancellationToken =>
        {
            await SettleDoubt(cancellationToken).ConfigureAwait(false);
            return await _snapshot.Read(stream, cancellationToken).ConfigureAwait(false);
        });

    /// <summary>Streams and metadata as they are now.</summary>
    public Task<JournalIndex> ReadIndex() => Persist(async cancellationToken =>
    {
        await SettleDoubt(cancellationToken).ConfigureAwait(false);
        return (await _snapshot.Load(cancellationToken).ConfigureAwait(false)).Index;
    });

    private async Task<TResult> Write<TResult>(Func<PostgresChange, TResult> decide)
    {
        var lease = _lease ?? throw new JournalException(
            $"{Name} was opened for reading alone: nothing was written. Open it with the lease of a hub.");
        var sent = new SentChange<TResult>();
        try
        {
            return await Persist(token => Write(decide, sent, lease, token), lease).ConfigureAwait(false);
        }
        catch (JournalException error) when (_isInDoubt && sent.IsUnanswered)
        {
            throw new JournalException(
                $"{error.Message} Whether the last events were written is not known: it shows when the journal is "
                + "read.",
                error);
        }
    }

    /// <remarks>
    /// 1. What is decided on what was seen last is sent, on the condition that it is so still.
    /// 2. A refusal of the condition, or a conflict found in what might be old, is followed by a new look.
    /// 3. When the answer was lost, looking anew raises the fence first, so that the statement has been carried out or
    ///    never will be; the seal tells which. Only then is anything sent again.
    /// </remarks>
    private async Task<TResult> Write<TResult>(
        Func<PostgresChange, TResult> decide,
        SentChange<TResult> sent,
        HubLease lease,
        CancellationToken cancellationToken)
    {
        while (true)
        {
            var isOld = _view is not null;
            var seen = _view ??= await LoadToWrite(lease, cancellationToken).ConfigureAwait(false);
            if (sent.IsIn(seen.Index))
            {
                return sent.Result;
            }

            var change = new PostgresChange(seen.Index);
            var result = decide(change);
            if (isOld && (change.IsEmpty || change.HasConflict))
            {
                _view = null;
                continue;
            }

            if (change.IsEmpty)
            {
                return result;
            }

            sent.Begin(change.After, result);
            if (await Send(seen, change, cancellationToken).ConfigureAwait(false))
            {
                return result;
            }

            sent.Forget();
        }
    }

    private async Task<bool> Send(PostgresView seen, PostgresChange change, CancellationToken cancellationToken)
    {
        _view = null;
        _isInDoubt = true;
        try
        {
            var isWritten = await _statements!.Write(seen, change, cancellationToken).ConfigureAwait(false);
            _isInDoubt = false;
            _view = isWritten ? seen with { Index = change.After } : null;
            return isWritten;
        }
        catch (Exception error) when (PostgresFailure.FaultOf(error) != PostgresFault.Unanswered)
        {
            _isInDoubt = false;
            throw;
        }
    }

    private async Task<PostgresView> LoadToWrite(HubLease lease, CancellationToken cancellationToken)
    {
        await SettleDoubt(cancellationToken).ConfigureAwait(false);
        var view = await _snapshot.Load(cancellationToken).ConfigureAwait(false);
        if (view.Lease == lease.Id && view.Holder?.Term == lease.Term)
        {
            return view;
        }

        var reason = lease.DeposedBy(view.Holder);
        lease.Lose(reason);
        throw new JournalException(reason);
    }

    private async Task SettleDoubt(CancellationToken cancellationToken)
    {
        if (_isInDoubt)
        {
            await _statements!.Fence(cancellationToken).ConfigureAwait(false);
            _isInDoubt = false;
            _view = null;
        }
    }

    private Task<TResult> Persist<TResult>(Func<CancellationToken, Task<TResult>> attempt, HubLease? lease = null) =>
        new PostgresPatience(_database, _options, lease).Run(attempt);
}
