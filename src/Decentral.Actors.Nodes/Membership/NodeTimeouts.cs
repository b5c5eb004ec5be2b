using System.Globalization;

namespace Decentral.Actors.Nodes.Membership;

/// <summary>
/// All waiting times between nodes. They follow from one, the lease, so that they cannot contradict each other.
/// </summary>
public sealed record NodeTimeouts
{
    /// <summary>The least lease that leaves its parts longer than what a busy machine delays a timer by.</summary>
    public static readonly TimeSpan ShortestLease = TimeSpan.FromMilliseconds(300);

    /// <summary>The longest lease: a member that has vanished is missed a day later at the latest.</summary>
    public static readonly TimeSpan LongestLease = TimeSpan.FromDays(1);

    /// <summary>Times for a lease.</summary>
    /// <param name="lease">How long a member that is not heard of stays a member.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// Less than <see cref="ShortestLease"/>, or more than <see cref="LongestLease"/>.
    /// </exception>
    public NodeTimeouts(TimeSpan lease)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(lease, ShortestLease);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lease, LongestLease);
        Lease = lease;
    }

    /// <summary>A lease of 3 s: a machine that vanishes without a word is replaced within 5 s.</summary>
    public static NodeTimeouts Default { get; } = new(TimeSpan.FromSeconds(3));

    /// <summary>How long a member that is not heard of stays a member.</summary>
    public TimeSpan Lease { get; }

    /// <summary>What is wrong with a lease, in words; null where nothing is.</summary>
    internal static string? FindFault(TimeSpan lease) =>
        lease >= ShortestLease && lease <= LongestLease ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"a lease of {lease.TotalSeconds:0.###} s, where {ShortestLease.TotalSeconds} s to a day make sense");

    /// <summary>Between two signs of life where nothing else is sent.</summary>
    public TimeSpan Heartbeat => Lease / 10;

    /// <summary>How long a member whose connection was closed may take to connect again.</summary>
    public TimeSpan ReturnGrace => Lease / 3;

    /// <summary>
    /// The longest that a member on a link with long gaps is waited for, where its lease alone would end too early for
    /// them.
    /// </summary>
    public TimeSpan LongestSilence => Lease * 2;

    /// <summary>From the opening of a connection to the end of its handshake; covers name resolution and TLS.</summary>
    public TimeSpan Handshake => Lease * 5 / 3;

    /// <summary>Before the first attempt to connect again.</summary>
    public TimeSpan FirstRetry => Lease / 30;

    /// <summary>Between two attempts to connect, at most. Attempts go on without end.</summary>
    public TimeSpan LongestRetry => Lease * 10;

    /// <summary>
    /// How long a hub that was started again waits for a member of which it hears from others: they may all be between
    /// two attempts to connect.
    /// </summary>
    public TimeSpan RestartGrace => LongestRetry + Handshake;

    /// <summary>How long bulk data may make no progress, over reconnections, before its transfer has failed.</summary>
    public TimeSpan TransferStall => Lease * 10;
}
