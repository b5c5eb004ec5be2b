using Decentral.Storage.Postgres;

namespace Decentral.Storage.Leases;

/// <summary>
/// A hub's right to lead a run, in one term. It is renewed until it is disposed of, which lets the next hub have it at
/// once. It is lost when another hub has it, and as soon as no renewal succeeded for so long that another might have
/// it.
/// </summary>
public sealed class HubLease : IAsyncDisposable
{
    private readonly LeaseRow _row;
    private readonly HubLeaseOptions _options;
    private readonly LeasePolicy _policy;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _lost = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly TaskCompletionSource<string> _loss = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ITimer _deadline;
    private readonly Task _renewing;
    private string _lastFailure = "";
    private Task _losing = Task.CompletedTask;
    private bool _isDisposed;

    internal HubLease(LeaseRow row, string run, LeaseGrant grant, HubLeaseOptions options, TimeProvider time)
    {
        (_row, Run, Id, Term, _options, _time) = (row, run, grant.Lease, grant.Term, options, time);
        _policy = new LeasePolicy(options.Duration, time);
        Lost = _lost.Token;
        _deadline = time.CreateTimer(
            _ => LoseByTime(), null, _policy.GoodFor(grant.AskedAt), Timeout.InfiniteTimeSpan);
        _renewing = KeepRenewed();
    }

    /// <summary>The run's id.</summary>
    public string Run { get; }

    /// <summary>Higher than that of any hub before: members obey the highest that they have seen.</summary>
    public long Term { get; }

    /// <summary>What this hub is called.</summary>
    public string Holder => _options.Holder;

    /// <summary>Cancelled when the lease is lost: from then on this hub may command nobody. Not by disposing.</summary>
    public CancellationToken Lost { get; }

    /// <summary>Ends when the lease is lost, and says why; never, when it is disposed of first.</summary>
    public Task<string> Loss => _loss.Task;

    /// <summary>Of this holder in this term, and of no other.</summary>
    internal Guid Id { get; }

    /// <summary>Stops renewing, and lets the next hub have the run at once where the server can be reached.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        await _ended.CancelAsync().ConfigureAwait(false);
        await _renewing.ConfigureAwait(false);
        await _deadline.DisposeAsync().ConfigureAwait(false);
        await Release().ConfigureAwait(false);
        await _losing.ConfigureAwait(false);
        _ended.Dispose();
        _lost.Dispose();
    }

    internal bool IsOf(LeaseRow row) => ReferenceEquals(row, _row);

    /// <summary>Somebody found that the lease is another's.</summary>
    internal void Lose(string reason)
    {
        if (!_isDisposed && _loss.TrySetResult(reason))
        {
            _losing = _lost.CancelAsync();
        }
    }

    /// <summary>Why nothing may be written any more.</summary>
    internal string DeposedBy(LeaseHolder? holder) =>
        $"{Holder} no longer leads run {Run}: its term was {Term}, "
        + (holder is null ? "and its lease has ended" : $"and the run is led by {holder}")
        + "; nothing more may be written or commanded by it. Start it again as a standby.";

    private void LoseByTime() => Lose(
        $"{Holder} could not renew its lease of run {Run} (term {Term}) for {_options.Duration.TotalSeconds:G3} s, so "
        + $"that another hub may have it{_lastFailure}: check the database and the way to it, then start this hub "
        + "again.");

    private async Task KeepRenewed()
    {
        var delay = _policy.RenewEvery;
        while (await Pause(delay).ConfigureAwait(false))
        {
            delay = await TryRenew().ConfigureAwait(false) ? _policy.RenewEvery : _policy.RetryAfter;
        }
    }

    /// <summary>False when there is nothing to renew any more.</summary>
    private async Task<bool> Pause(TimeSpan delay)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_ended.Token, Lost);
        await Task.Delay(delay, _time, either.Token)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !either.IsCancellationRequested;
    }

    private async Task<bool> TryRenew()
    {
        var askedAt = _policy.Now();
        using var limit = new CancellationTokenSource(_policy.AttemptLimit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _ended.Token);
        try
        {
            if (await _row.TryRenew(Id, Term, _options.Duration, either.Token).ConfigureAwait(false))
            {
                _deadline.Change(_policy.GoodFor(askedAt), Timeout.InfiniteTimeSpan);
            }
            else
            {
                Lose(DeposedBy(await TryReadHolder(either.Token).ConfigureAwait(false)));
            }

            return true;
        }
        catch (Exception error) when (PostgresFailure.IsOfTheServer(error))
        {
            // Safe to go on: the deadline stands where it was, and ends the lease when no attempt succeeds before it.
            _lastFailure = $" (the last attempt: {error.GetBaseException().Message})";
            return false;
        }
    }

    private async Task<LeaseHolder?> TryReadHolder(CancellationToken cancellationToken)
    {
        try
        {
            return await _row.ReadHolder(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (PostgresFailure.IsOfTheServer(error))
        {
            // Safe to go on: that the lease is lost is known, and by whom it is held is but for the message.
            return null;
        }
    }

    /// <remarks>Where it fails, the lease ends by itself.</remarks>
    private async Task Release()
    {
        using var limit = new CancellationTokenSource(_policy.AttemptLimit, _time);
        try
        {
            await _row.Release(Id, Term, limit.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (PostgresFailure.IsOfTheServer(error))
        {
            // Safe to go on: nobody renews it.
        }
    }
}
