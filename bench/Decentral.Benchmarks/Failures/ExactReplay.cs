using System.Collections.Immutable;
using Decentral.Pipeline.Faults;

namespace Decentral.Benchmarks.Failures;

/// <summary>
/// What an exact strategy makes of a trace, without arithmetic: it comes to the same losses behind the same steps as the run without
/// failures, only after more iterations. The runs of the first seed are there to show that it is so.
/// </summary>
internal static class ExactReplay
{
    /// <param name="strategy">An exact one.</param>
    /// <param name="setting">Of the run without failures.</param>
    /// <param name="trace">What is lost when.</param>
    /// <param name="undisturbed">The run without failures.</param>
    public static FailureRun Of(FailureStrategy strategy, FailureSetting setting, FailureTrace trace, FailureRun undisturbed)
    {
        var strikes = ImmutableArray.CreateBuilder<Strike>();
        var reached = new SortedDictionary<long, long> { [0] = 0 };
        var (step, iteration) = (0L, 0L);
        while (step < setting.Steps && iteration < setting.MostIterations)
        {
            if (FailureTraces.LostAt(trace, iteration, strategy) is { IsEmpty: false } lost)
            {
                var kept = KeptAt(step, strategy);
                strikes.Add(new Strike(iteration, lost, step - kept));
                step = kept;
            }

            (step, iteration) = (step + 1, iteration + 1);
            reached.TryAdd(step, iteration);
        }

        return new FailureRun(
            iteration,
            [
                .. undisturbed.Curve.Where(judged => reached.ContainsKey(judged.Step))
                    .Select(judged => judged with { Iteration = reached[judged.Step] }),
            ],
            strikes.DrainToImmutable());
    }

    /// <summary>
    /// The step that all go back to. A copy is sent behind its step, so that the one of the step just made is not there yet.
    /// </summary>
    private static long KeptAt(long step, FailureStrategy strategy) =>
        strategy.StepsPerCopy == 0 || step == 0 ? step : (step - 1) / strategy.StepsPerCopy * strategy.StepsPerCopy;
}
