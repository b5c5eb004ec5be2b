using Decentral.Storage.Postgres;
using Npgsql;

namespace Decentral.Storage.Leases;

/// <summary>
/// The lease of a run in the database. Each operation is one statement, so that no client that falls silent in the
/// middle holds the row; time is the database's, read when the row is at hand.
/// </summary>
internal sealed class LeaseRow(PostgresDatabase database, long run)
{
    /// <summary>
    /// Asking again with the same id gives the same term: the answer to the first may have been lost.
    /// </summary>
    private const string AcquireSql = """
        UPDATE decentral.runs SET
            term = CASE WHEN lease = $2 THEN term ELSE term + 1 END,
            lease = $2, holder = $3, address = $4, expires = clock_timestamp() + $5
        WHERE id = $1 AND (lease IS NULL OR lease = $2 OR expires <= clock_timestamp())
        RETURNING term
        """;

    private const string RenewSql = """
        UPDATE decentral.runs SET expires = clock_timestamp() + $4
        WHERE id = $1 AND lease = $2 AND term = $3 AND expires > clock_timestamp()
        """;

    private const string ReleaseSql = """
        UPDATE decentral.runs SET lease = NULL, holder = NULL, address = NULL, expires = NULL
        WHERE id = $1 AND lease = $2 AND term = $3
        """;

    private const string ReadSql = """
        SELECT holder, address, term, expires - clock_timestamp() FROM decentral.runs
        WHERE id = $1 AND lease IS NOT NULL AND expires > clock_timestamp()
        """;

    /// <summary>The term, when nobody else holds the lease.</summary>
    public async Task<long?> TryAcquire(Guid lease, HubLeaseOptions options, CancellationToken cancellationToken) =>
        (long?)await database.Command(AcquireSql)
            .With(run).With(lease).With(options.Holder).With(options.Address).With(options.Duration)
            .Scalar().Abandon(cancellationToken).ConfigureAwait(false);

    /// <summary>Whether it was held still, and is from now on for another duration.</summary>
    public async Task<bool> TryRenew(Guid lease, long term, TimeSpan duration, CancellationToken cancellationToken) =>
        await database.Command(RenewSql).With(run).With(lease).With(term).With(duration)
            .Run().Abandon(cancellationToken).ConfigureAwait(false) == 1;

    /// <summary>Lets the next have it at once; nothing when it is another's already.</summary>
    public Task Release(Guid lease, long term, CancellationToken cancellationToken) =>
        database.Command(ReleaseSql).With(run).With(lease).With(term).Run().Abandon(cancellationToken);

    /// <summary>Who holds it; null when it is free or has ended.</summary>
    public async Task<LeaseHolder?> ReadHolder(CancellationToken cancellationToken)
    {
        var holders = await database.Command(ReadSql).With(run).List(HolderOf)
            .Abandon(cancellationToken).ConfigureAwait(false);
        return holders.SingleOrDefault();
    }

    private static LeaseHolder HolderOf(NpgsqlDataReader row) =>
        new(row.GetString(0), row.GetString(1), row.GetInt64(2), row.GetFieldValue<TimeSpan>(3));
}
