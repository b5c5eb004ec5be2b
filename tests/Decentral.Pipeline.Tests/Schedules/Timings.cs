using System.Collections.Immutable;
using Decentral.Pipeline.Schedules;

namespace Decentral.Pipeline.Tests.Schedules;

/// <summary>Passes and transfers that take any time, and what must hold for them.</summary>
internal static class Timings
{
    public static TimelineOptions Any(Random random, int chunks, int? slots) => new()
    {
        Forward = [.. Enumerable.Range(0, chunks).Select(_ => 0.1 + random.NextDouble())],
        Backward = [.. Enumerable.Range(0, chunks).Select(_ => 0.1 + (2 * random.NextDouble()))],
        Sending = _ => random.NextDouble(),
        Latency = _ => 3 * random.NextDouble(),
        OutputSlots = slots,
    };

    /// <summary>All is made, in the order of the programs, one after the other on a stage, and never before its input.</summary>
    public static void AssertHolds(Timeline timeline, ImmutableArray<StageProgram> programs)
    {
        Assert.True(timeline.IsComplete, string.Join("; ", timeline.Waits));
        Assert.All(programs, program => Assert.Equal(program.Passes, timeline.Stages[program.Stage].Select(made => made.Pass)));
        Assert.All(timeline.Stages, made => Assert.All(made.Zip(made.Skip(1)), pair => Assert.True(pair.First.End <= pair.Second.Start)));
        var ends = timeline.Stages.SelectMany(made => made).ToDictionary(made => made.Pass, made => made.End);
        Assert.All(timeline.Stages.SelectMany(made => made), made => Assert.True(
            timeline.Routes.Before(made.Pass) is not { } before || ends[before] <= made.Start));
    }
}
