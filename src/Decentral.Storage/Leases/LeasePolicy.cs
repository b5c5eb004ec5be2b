namespace Decentral.Storage.Leases;

/// <summary>
/// When a lease is renewed, when its holder must take it as lost, and when a standby asks for it: parts of the lease's
/// duration, on the local monotonic clock. A renewal counts from before it was sent; the database counts from when it
/// came, which is later; so the holder gives up first, as long as its clock runs slower than the database's by less
/// than <see cref="Margin"/> in a lease.
/// </summary>
/// <param name="duration">The lease's.</param>
/// <param name="time">The local clock.</param>
internal sealed class LeasePolicy(TimeSpan duration, TimeProvider time)
{
    /// <summary>From one renewal to the next.</summary>
    public TimeSpan RenewEvery => duration / 3;

    /// <summary>From a renewal that failed to the next attempt.</summary>
    public TimeSpan RetryAfter => duration / 30;

    /// <summary>How long a single attempt may take.</summary>
    public TimeSpan AttemptLimit => duration / 3;

    /// <summary>What the holder takes off for the clocks' different rates.</summary>
    public TimeSpan Margin => duration / 10;

    /// <summary>The local instant, to be kept until the answer is there.</summary>
    public long Now() => time.GetTimestamp();

    /// <summary>
    /// How much longer the holder may act on a grant that it asked for at an instant; zero when no longer.
    /// </summary>
    public TimeSpan GoodFor(long askedAt)
    {
        var left = duration - Margin - time.GetElapsedTime(askedAt);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    /// <summary>
    /// How long a standby waits before it asks again: until the lease would end, but not so long that an orderly
    /// release goes unnoticed.
    /// </summary>
    public TimeSpan AskAgainAfter(TimeSpan remaining)
    {
        var shortest = duration / 100;
        var longest = duration / 10;
        return remaining < shortest ? shortest : remaining > longest ? longest : remaining;
    }
}
