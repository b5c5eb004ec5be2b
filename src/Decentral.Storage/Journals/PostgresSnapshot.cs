using System.Buffers.Binary;
using System.Data;
using Decentral.Actors.EventSourcing;
using Decentral.Storage.Leases;
using Decentral.Storage.Postgres;
using Npgsql;

namespace Decentral.Storage.Journals;

/// <summary>Reads a run's journal as it stands at one instant, whoever writes meanwhile.</summary>
internal sealed class PostgresSnapshot(PostgresDatabase database, long run, string runName)
{
    private const string SelectRun = """
        SELECT seal, fence, lease, holder, address, term, expires - clock_timestamp() FROM decentral.runs WHERE id = $1
        """;

    private const string SelectStreams = "SELECT id, name, length, chain FROM decentral.streams WHERE run = $1";
    private const string SelectMetadata = "SELECT name, value FROM decentral.metadata WHERE run = $1";

    private const string SelectEvents = """
        SELECT sequence, body FROM decentral.events WHERE run = $1 AND stream = $2 ORDER BY sequence
        """;

    /// <exception cref="JournalException">Streams or metadata are missing or changed, or the whole run is.</exception>
    public Task<PostgresView> Load(CancellationToken cancellationToken) => database.InTransaction(
        IsolationLevel.RepeatableRead, Load, cancellationToken);

    /// <summary>All events of a stream, checked against the stream's digest.</summary>
    /// <exception cref="JournalException">They are not what was appended.</exception>
    public Task<List<ReadOnlyMemory<byte>>> Read(StreamId stream, CancellationToken cancellationToken) =>
        database.InTransaction(
            IsolationLevel.RepeatableRead,
            async connection =>
            {
                var view = await Load(connection).ConfigureAwait(false);
                return await Read(connection, stream, view.Index.Head(stream.Name)).ConfigureAwait(false);
            },
            cancellationToken);

    private async Task<List<ReadOnlyMemory<byte>>> Read(
        NpgsqlConnection connection, StreamId stream, StreamHead head)
    {
        var rows = await new NpgsqlCommand(SelectEvents, connection).With(run).With(head.Id)
            .List(row => (Sequence: row.GetInt64(0), Body: row.GetFieldValue<byte[]>(1)))
            .ConfigureAwait(false);
        var chain = JournalDigest.Start(stream.Name);
        var events = new List<ReadOnlyMemory<byte>>();
        foreach (var (_, body) in rows.TakeWhile((row, index) => row.Sequence == index + 1))
        {
            chain = JournalDigest.Next(chain, body);
            events.Add(body);
        }

        return events.Count == head.Length && chain == head.Chain
            ? events
            : throw new JournalException(
                $"{database.Name}: stream {stream} of run {runName} should hold {head.Length} events, {events.Count} "
                + "are there in order, or their digest differs; restore the database from a backup, or start a "
                + "new run.");
    }

    private async Task<PostgresView> Load(NpgsqlConnection connection)
    {
        using var batch = new NpgsqlBatch(connection);
        foreach (var sql in (string[])[SelectRun, SelectStreams, SelectMetadata])
        {
            var select = new NpgsqlBatchCommand(sql);
            select.Parameters.Add(new NpgsqlParameter<long> { TypedValue = run });
            batch.BatchCommands.Add(select);
        }

        using var rows = await batch.ExecuteReaderAsync().ConfigureAwait(false);
        if (!await rows.ReadAsync().ConfigureAwait(false))
        {
            throw new JournalException(
                $"{database.Name} no longer has run {runName}: restore it from a backup, or start a new run.");
        }

        var seal = Digest(rows.GetFieldValue<byte[]>(0));
        var view = ViewOf(rows);
        var index = await ReadIndex(rows).ConfigureAwait(false);
        return index.Seal == seal
            ? view with { Index = index }
            : throw new JournalException(
                $"{database.Name}: the {index.Streams.Count} streams and {index.Metadata.Count} metadata entries of "
                + $"run {runName} do not match its seal, so some are missing or changed; restore the database from a "
                + "backup, or start a new run.");
    }

    private static PostgresView ViewOf(NpgsqlDataReader row)
    {
        var isLed = !row.IsDBNull(2) && row.GetFieldValue<TimeSpan>(6) > TimeSpan.Zero;
        return new PostgresView(
            JournalIndex.Empty,
            row.GetInt64(1),
            isLed ? row.GetGuid(2) : null,
            isLed
                ? new LeaseHolder(row.GetString(3), row.GetString(4), row.GetInt64(5), row.GetFieldValue<TimeSpan>(6))
                : null);
    }

    private static async Task<JournalIndex> ReadIndex(NpgsqlDataReader rows)
    {
        var index = JournalIndex.Empty;
        await rows.NextResultAsync().ConfigureAwait(false);
        while (await rows.ReadAsync().ConfigureAwait(false))
        {
            var head = new StreamHead(rows.GetInt64(0), rows.GetInt64(2), Digest(rows.GetFieldValue<byte[]>(3)));
            index = index.WithStream(rows.GetString(1), head);
        }

        await rows.NextResultAsync().ConfigureAwait(false);
        while (await rows.ReadAsync().ConfigureAwait(false))
        {
            index = index.WithMetadata(rows.GetString(0), rows.GetString(1));
        }

        return index;
    }

    /// <remarks>
    /// A digest of a wrong length is damage; zero is what no digest equals but an empty journal's seal.
    /// </remarks>
    private static UInt128 Digest(byte[] bytes) =>
        bytes is { Length: JournalDigest.Size } ? BinaryPrimitives.ReadUInt128LittleEndian(bytes) : 0;
}
