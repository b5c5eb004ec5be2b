namespace Decentral.Pipeline.Recovery;

/// <summary>
/// The rise of a stage's learning rate after its layers were made from its neighbours' (CheckFree, arXiv:2506.15461,
/// Algorithm 1). It stays: the stage's rate is the schedule's times a scale, and each such recovery raises the scale.
/// </summary>
/// <remarks>
/// The paper names no limit, but 1.1 to the power of the 80 recoveries that a stage has in 500 hours at 16 % an hour is
/// 2,000; <see cref="MaxScale"/> is ours.
/// </remarks>
public sealed record LearningRateBump
{
    /// <summary>Of a stage that was never rebuilt.</summary>
    public const double InitialScale = 1;

    /// <summary>
    /// What a recovery multiplies the scale by; at least 1. The paper has 1.1, its settings for 500M 1.2.
    /// </summary>
    public double Factor
    {
        get;
        init => field = Require(value);
    } = 1.1;

    /// <summary>The highest scale; at least 1.</summary>
    public double MaxScale
    {
        get;
        init => field = Require(value);
    } = 2;

    /// <summary>The scale after one more recovery.</summary>
    /// <param name="scale">Before it; at least <see cref="InitialScale"/>.</param>
    public double Raise(double scale) => Math.Min(Require(scale) * Factor, MaxScale);

    private static double Require(double value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, InitialScale);
        ArgumentOutOfRangeException.ThrowIfEqual(value, double.PositiveInfinity);
        return value;
    }
}
