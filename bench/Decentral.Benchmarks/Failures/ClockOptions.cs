namespace Decentral.Benchmarks.Failures;

/// <summary>
/// What everything takes in the setting that is meant, CheckFree's medium model (arXiv:2506.15461): 500 million parameters in 6 stages
/// over several regions. Its own figures where it has them.
/// </summary>
internal sealed record ClockOptions
{
    /// <summary>An iteration without anything else: passes, links and bubble (the paper's table, CheckFree at 5 %).</summary>
    public const double MeasuredIterationSeconds = 91.32;
}
