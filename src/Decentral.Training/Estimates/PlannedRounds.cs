using Decentral.Training.Protocol;

namespace Decentral.Training.Estimates;

/// <summary>The rounds of a run that nothing disturbs: all workers take part in each, and make the same number of steps.</summary>
/// <param name="schedule">When is which fragment synchronised.</param>
/// <param name="steps">Inner steps of each worker in the whole run.</param>
internal sealed class PlannedRounds(FragmentSchedule schedule, long steps)
{
    /// <summary>How many there are; the last one has fewer steps where the budget ends within it.</summary>
    public long Count { get; } = CountOf(schedule, steps);

    /// <summary>When is which fragment synchronised.</summary>
    public FragmentSchedule Schedule => schedule;

    /// <summary>Inner steps that a worker makes in a round.</summary>
    public long StepsOf(long round) => StepsThrough(round) - StepsThrough(round - 1);

    /// <summary>Inner steps that a worker has made at the end of a round; 0 for those before the first.</summary>
    public long StepsThrough(long round)
    {
        var (turns, within) = Math.DivRem(Math.Max(0, round), schedule.Fragments);
        return Math.Min(steps, (turns * schedule.Every) + (within * schedule.Every / schedule.Fragments));
    }

    /// <summary>Inner steps since the fragment of a round was synchronised before, or since the beginning.</summary>
    public long StepsSince(long round) => StepsThrough(round) - StepsThrough(round - schedule.Fragments);

    private static long CountOf(FragmentSchedule schedule, long steps)
    {
        var (turns, rest) = Math.DivRem(steps, schedule.Every);

        // The smallest number of rounds whose last ends at or after the remaining steps.
        return (turns * schedule.Fragments) + (((rest * schedule.Fragments) + schedule.Every - 1) / schedule.Every);
    }
}
