using System.Collections.Immutable;

namespace Decentral.Pipeline.Schedules;

/// <summary>
/// Programs for microbatches that go their own ways, by list scheduling: whoever can make a pass does, backward ones first, then those
/// of the oldest microbatch. As all of it happened once in some order, programs made of that order never lock each other up, however
/// long passes and transfers turn out to take, with as many slots or more.
/// </summary>
public static class GreedySchedule
{
    /// <summary>The program of each stage.</summary>
    /// <param name="routes">Where microbatches go.</param>
    /// <param name="inFlight">Microbatches that may be under way at one time, at least 1; as many as stages gives what 1F1B holds.</param>
    /// <param name="options">How long passes take; a unit each where left out.</param>
    /// <exception cref="ArgumentException">Routes cross so that microbatches block each other with so few slots.</exception>
    public static ImmutableArray<StageProgram> Build(PipelineRoutes routes, int inFlight, TimelineOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(routes);
        ArgumentOutOfRangeException.ThrowIfLessThan(inFlight, 1);
        var timeline = new Execution(routes, options ?? TimelineOptions.Even(routes.Chunks), new BackwardFirst(routes, inFlight)).Run();
        return timeline.IsComplete
            ? timeline.Programs
            : throw new ArgumentException($"The routes lock each other up: {string.Join("; ", timeline.Waits)}.", nameof(routes));
    }
}
