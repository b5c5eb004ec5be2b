namespace Decentral.Pipeline.Faults;

/// <summary>How likely a stage is to fail.</summary>
public static class FailureProbability
{
    /// <summary>
    /// More digits than these differ between the C libraries by which platforms raise to a power; a trace must not.
    /// </summary>
    private const int Digits = 12;

    /// <summary>
    /// That of one iteration, with which as many as make an hour fail as often as <paramref name="hourly"/> says: 1 -
    /// (1 - p)^(t / 1 h).
    /// </summary>
    /// <remarks>
    /// CheckFree (arXiv:2506.15461) states 5, 10 and 16 % an hour at 91 s an iteration, which is 0.0013, 0.0027 and
    /// 0.0044; its released settings have 0.0009, 0.002 and 0.004. To repeat these, give them directly.
    /// </remarks>
    /// <param name="hourly">That a stage fails at least once in an hour; in [0, 1).</param>
    /// <param name="iteration">What one iteration takes; above 0.</param>
    public static double PerIteration(double hourly, TimeSpan iteration)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(hourly);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(hourly, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(iteration, TimeSpan.Zero);
        return Math.Round(1 - Math.Pow(1 - hourly, iteration / TimeSpan.FromHours(1)), Digits);
    }
}
