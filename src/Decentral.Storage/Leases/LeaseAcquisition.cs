using Decentral.Actors.EventSourcing;
using Decentral.Storage.Postgres;

namespace Decentral.Storage.Leases;

/// <summary>One hub's wait for the lease of a run.</summary>
/// <param name="row">The lease.</param>
/// <param name="database">Its place, in words.</param>
/// <param name="where">The run, the clock, and how long a hub that does not stand by tries a silent server.</param>
/// <param name="options">The hub.</param>
internal sealed class LeaseAcquisition(
    LeaseRow row, string database, PostgresRunOptions where, HubLeaseOptions options)
{
    private readonly Guid _lease = Guid.NewGuid();
    private readonly LeasePolicy _policy = new(options.Duration, where.Time);
    private long _answeredAt = where.Time.GetTimestamp();
    private LeaseHolder? _first;
    private long _firstSeenAt;
    private long _toldTerm;

    /// <exception cref="JournalException">
    /// Another hub is alive and this one does not stand by; or the server refuses.
    /// </exception>
    public async Task<HubLease> Run(CancellationToken cancellationToken)
    {
        while (true)
        {
            var (lease, wait) = await Ask(cancellationToken).ConfigureAwait(false);
            if (lease is not null)
            {
                return lease;
            }

            await Task.Delay(wait, where.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<(HubLease? Lease, TimeSpan Wait)> Ask(CancellationToken cancellationToken)
    {
        using var attempt = new CancellationTokenSource(_policy.AttemptLimit, where.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(attempt.Token, cancellationToken);
        try
        {
            var askedAt = _policy.Now();
            if (await row.TryAcquire(_lease, options, either.Token).ConfigureAwait(false) is { } term)
            {
                var grant = new LeaseGrant(_lease, term, askedAt);
                return (new HubLease(row, where.Run, grant, options, where.Time), default);
            }

            var holder = await row.ReadHolder(either.Token).ConfigureAwait(false);
            _answeredAt = _policy.Now();
            Consider(holder);
            return (null, _policy.AskAgainAfter(holder?.Remaining ?? TimeSpan.Zero));
        }
        catch (Exception error)
            when (PostgresFailure.IsOfTheServer(error) && !cancellationToken.IsCancellationRequested)
        {
            // Safe to go on: whatever became of the statement, asking again with the same id gives one answer.
            return MayTryAgain(PostgresFailure.FaultOf(error))
                ? (null, _policy.RetryAfter)
                : throw PostgresFailure.Explain(database, error);
        }
    }

    private bool MayTryAgain(PostgresFault fault) => fault != PostgresFault.Refused
        && (options.IsStandby || where.Time.GetElapsedTime(_answeredAt) < where.Patience);

    private void Consider(LeaseHolder? holder)
    {
        if (holder is null)
        {
            return;
        }

        if (!options.IsStandby)
        {
            RefuseIfAlive(holder);
        }

        if (holder.Term != _toldTerm)
        {
            _toldTerm = holder.Term;
            options.HolderSeen?.Invoke(holder);
        }
    }

    /// <remarks>A hub that was killed renews nothing: what it has left shrinks as time goes by.</remarks>
    private void RefuseIfAlive(LeaseHolder holder)
    {
        if (_first is null)
        {
            (_first, _firstSeenAt) = (holder, _policy.Now());
            return;
        }

        var expected = _first.Remaining - where.Time.GetElapsedTime(_firstSeenAt);
        if (holder.Term != _first.Term || holder.Remaining > expected + _policy.Margin)
        {
            throw new JournalException(
                $"Run {where.Run} in {database} is led by {holder}: start this hub as a standby, which takes over when "
                + "that one is gone, or stop that one first.");
        }
    }
}
