using Decentral.Actors.EventSourcing;
using Decentral.Storage.Leases;
using Decentral.Storage.Postgres;

namespace Decentral.Storage.Journals;

/// <summary>Goes on trying while the server does not answer: for a bounded time.</summary>
/// <param name="database">The server.</param>
/// <param name="options">The time, and how long.</param>
/// <param name="lease">That of the hub that asks, when it must not go on beyond it.</param>
internal sealed class PostgresPatience(PostgresDatabase database, PostgresRunOptions options, HubLease? lease)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(50);

    /// <param name="attempt">
    /// Does all anew each time; knows by itself what an earlier attempt may have left behind.
    /// </param>
    /// <exception cref="JournalException">
    /// The server refused or did not answer in time, or the lease was lost.
    /// </exception>
    public async Task<TResult> Run<TResult>(Func<CancellationToken, Task<TResult>> attempt)
    {
        using var limit = new CancellationTokenSource(options.Patience, options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, lease?.Lost ?? default);
        Exception? last = null;
        while (!either.IsCancellationRequested)
        {
            try
            {
                return await attempt(either.Token).ConfigureAwait(false);
            }
            catch (Exception error) when (PostgresFailure.IsOfTheServer(error))
            {
                last = either.IsCancellationRequested && last is not null ? last : error;
            }

            if (PostgresFailure.FaultOf(last) == PostgresFault.Refused)
            {
                throw database.Explain(last);
            }

            await Task.Delay(RetryAfter, options.Time, either.Token)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        throw lease is { Lost.IsCancellationRequested: true }
            ? new JournalException(await lease.Loss.ConfigureAwait(false), last ?? new OperationCanceledException())
            : database.Explain(last ?? new TimeoutException());
    }
}
