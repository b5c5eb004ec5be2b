namespace Decentral.Pipeline.Recovery;

/// <summary>
/// How often to save, and what that costs in all (Young, CACM 17(9), 1974; Daly, FGCS 22(3), 2006, first order). Valid
/// while a snapshot takes little beside the time between failures.
/// </summary>
internal static class SnapshotInterval
{
    /// <summary>The interval that wastes least: √(2 C M).</summary>
    /// <param name="cost">C, the time that a snapshot holds training up; 0 or more.</param>
    /// <param name="betweenFailures">M, the mean time between failures of all members together; above 0.</param>
    internal static TimeSpan Optimal(TimeSpan cost, TimeSpan betweenFailures)
    {
        RequireTimes(cost, betweenFailures);
        return TimeSpan.FromSeconds(Math.Sqrt(2 * cost.TotalSeconds * betweenFailures.TotalSeconds));
    }

    /// <summary>The optimum in whole steps: the number nearest to it, and at least 1.</summary>
    /// <param name="cost">C.</param>
    /// <param name="betweenFailures">M.</param>
    /// <param name="step">What a step takes; above 0.</param>
    internal static long OptimalSteps(TimeSpan cost, TimeSpan betweenFailures, TimeSpan step)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(step, TimeSpan.Zero);
        return Math.Max(1, (long)Math.Round(Optimal(cost, betweenFailures) / step));
    }

    /// <summary>
    /// The share of time that does not train: C / T for saving, T / (2 M) for what is done twice, R / M for restarting.
    /// At 1 and above, nothing gets done.
    /// </summary>
    /// <param name="interval">T, above 0.</param>
    /// <param name="cost">C.</param>
    /// <param name="betweenFailures">M.</param>
    /// <param name="restart">R, the time from a failure until training goes on; 0 or more.</param>
    internal static double ExpectedWaste(TimeSpan interval, TimeSpan cost, TimeSpan betweenFailures, TimeSpan restart)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(interval, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(restart, TimeSpan.Zero);
        RequireTimes(cost, betweenFailures);
        return (cost / interval) + (interval / (2 * betweenFailures)) + (restart / betweenFailures);
    }

    private static void RequireTimes(TimeSpan cost, TimeSpan betweenFailures)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(cost, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(betweenFailures, TimeSpan.Zero);
    }
}
