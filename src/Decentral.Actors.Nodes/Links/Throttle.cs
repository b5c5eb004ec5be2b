using System.Threading.RateLimiting;

namespace Decentral.Actors.Nodes.Links;

/// <summary>
/// Lets so many bytes a second through, over however many links, and no more than a tenth of a second's worth at once: a line
/// that is shared with others stays free for them. From any thread.
/// </summary>
internal sealed class Throttle : IDisposable
{
    private const int PeriodsPerSecond = 100;
    private const int PeriodsAtOnce = 10;

    private readonly TokenBucketRateLimiter _limiter;
    private readonly int _most;

    /// <param name="bytesPerSecond">At least <see cref="NodesOptions.LeastBulkLimit"/>.</param>
    public Throttle(long bytesPerSecond)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bytesPerSecond, NodesOptions.LeastBulkLimit);
        var perPeriod = (int)Math.Min(bytesPerSecond / PeriodsPerSecond, int.MaxValue / PeriodsAtOnce);
        _most = perPeriod * PeriodsAtOnce;
        _limiter = new TokenBucketRateLimiter(new TokenBucketRateLimiterOptions
        {
            TokenLimit = _most,
            TokensPerPeriod = perPeriod,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1.0 / PeriodsPerSecond),
            QueueLimit = int.MaxValue,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        });
    }

    /// <summary>One for a limit; null for none.</summary>
    public static Throttle? Of(long? bytesPerSecond) => bytesPerSecond is { } limit ? new Throttle(limit) : null;

    /// <summary>Waits until so many bytes may go through.</summary>
    public async ValueTask TakeAsync(int bytes, CancellationToken cancellationToken)
    {
        while (bytes > 0)
        {
            var part = Math.Min(bytes, _most);
            using var lease = await _limiter.AcquireAsync(part, cancellationToken).ConfigureAwait(false);
            bytes -= part;
        }
    }

    public void Dispose() => _limiter.Dispose();
}
