using System.Buffers.Binary;
using Decentral.Storage.Leases;
using Decentral.Storage.Postgres;

namespace Decentral.Storage.Journals;

/// <summary>
/// The statements that write a run's journal. Each is a transaction by itself: a hub that falls silent in the middle
/// leaves no lock behind.
/// </summary>
internal sealed class PostgresStatements(PostgresDatabase database, long run, HubLease lease)
{
    /// <remarks>
    /// The update of the run's row locks it, and is made when the row is still what the change was made for: the same
    /// content (seal), no answer given up since (fence), the same hub in the same term. All else follows from it.
    /// </remarks>
    private const string WriteSql = """
        WITH fenced AS (
            UPDATE decentral.runs SET seal = $2
            WHERE id = $1 AND seal = $3 AND fence = $4 AND lease = $5 AND term = $6 AND expires > clock_timestamp()
            RETURNING id),
        appended AS (
            INSERT INTO decentral.events (run, stream, sequence, body)
            SELECT fenced.id, e.stream, e.sequence, e.body
            FROM fenced, unnest($7::bigint[], $8::bigint[], $9::bytea[]) AS e (stream, sequence, body)),
        ended AS (
            INSERT INTO decentral.streams (run, id, name, length, chain)
            SELECT fenced.id, s.id, s.name, s.length, s.chain
            FROM fenced, unnest($10::bigint[], $11::text[], $12::bigint[], $13::bytea[]) AS s (id, name, length, chain)
            ON CONFLICT (run, id) DO UPDATE SET length = excluded.length, chain = excluded.chain),
        kept AS (
            INSERT INTO decentral.metadata (run, name, value)
            SELECT fenced.id, m.name, m.value FROM fenced, unnest($14::text[], $15::text[]) AS m (name, value)
            ON CONFLICT (run, name) DO UPDATE SET value = excluded.value)
        SELECT count(*) FROM fenced
        """;

    private const string FenceSql = """
        UPDATE decentral.runs SET fence = fence + 1 WHERE id = $1 AND lease = $2 AND term = $3
        """;

    /// <summary>Makes a change durable; false, with nothing done, when the journal is not as it was seen.</summary>
    public async Task<bool> Write(PostgresView seen, PostgresChange change, CancellationToken cancellationToken)
    {
        var (events, index) = (change.Events, change.After);
        var answer = await database.Command(WriteSql)
            .With(run).With(Bytes(index.Seal))
            .With(Bytes(seen.Index.Seal)).With(seen.Fence).With(lease.Id).With(lease.Term)
            .With(events.Select(row => row.Stream).ToArray())
            .With(events.Select(row => row.Sequence).ToArray())
            .With(events.Select(row => row.Body).ToArray())
            .With(change.Streams.Select(name => index.Streams[name].Id).ToArray())
            .With(change.Streams.ToArray())
            .With(change.Streams.Select(name => index.Streams[name].Length).ToArray())
            .With(change.Streams.Select(name => Bytes(index.Streams[name].Chain)).ToArray())
            .With(change.Metadata.ToArray())
            .With(change.Metadata.Select(name => index.Metadata[name]).ToArray())
            .Scalar().Abandon(cancellationToken).ConfigureAwait(false);
        return answer is 1L;
    }

    /// <summary>
    /// Sees to it that no statement of this hub that is still under way does anything: one that holds the row is waited
    /// for, and one that comes later finds another fence.
    /// </summary>
    public Task Fence(CancellationToken cancellationToken) =>
        database.Command(FenceSql).With(run).With(lease.Id).With(lease.Term).Run().Abandon(cancellationToken);

    private static byte[] Bytes(UInt128 digest)
    {
        var bytes = new byte[JournalDigest.Size];
        BinaryPrimitives.WriteUInt128LittleEndian(bytes, digest);
        return bytes;
    }
}
