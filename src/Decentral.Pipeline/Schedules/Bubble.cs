namespace Decentral.Pipeline.Schedules;

/// <summary>
/// How long a stage idles in a step where all are equally fast and hand over at once: (p - 1)(tF + tB) for GPipe and 1F1B, and a v-th of
/// that with v chunks a stage (arXiv:2104.04473, §2.2; arXiv:2401.10241, table 1).
/// </summary>
public static class Bubble
{
    /// <summary>Time in which a stage does nothing.</summary>
    /// <param name="options">A valid schedule.</param>
    /// <param name="forward">Of a microbatch through a whole stage.</param>
    /// <param name="backward">Of the same, with the gradients of the weights.</param>
    public static double Time(ScheduleOptions options, double forward, double backward)
    {
        ArgumentNullException.ThrowIfNull(options);
        return (options.Stages - 1) * (forward + backward) / options.Chunks;
    }

    /// <summary>Share of the step in which a stage does nothing, as the zero-bubble paper counts it.</summary>
    /// <inheritdoc cref="Time"/>
    public static double Rate(ScheduleOptions options, double forward, double backward)
    {
        var idle = Time(options, forward, backward);
        return idle / (idle + (options.Microbatches * (forward + backward)));
    }
}
