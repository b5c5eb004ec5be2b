using System.Globalization;
using Decentral.Cli.Presentation;
using Decentral.Pipeline.Planning;
using Decentral.Pipeline.Schedules;
using Decentral.Training.Jobs;
using Spectre.Console;

namespace Decentral.Cli.Plans;

/// <summary>How a model is cut into stages, for a person.</summary>
internal static class PlanReport
{
    /// <summary>Characters of a line of the timeline.</summary>
    private const int LeastWidth = 40;
    private const int MostWidth = 120;

    private static readonly string[] Head =
        ["stage", "member", "speed", "layers", "a microbatch", "handing over", "memory", "held", "idle", "sends on", "sends back"];

    /// <param name="console">Where it goes.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="showsTimeline">Whether the timeline of a step is drawn.</param>
    public static void Write(IAnsiConsole console, JobPlan plan, bool showsTimeline)
    {
        console.WriteLine();
        TextColumns.Write(console, [.. Summary(plan).Select(line => (string[])[line.Name, line.Value])]);
        console.WriteLine();
        TextColumns.Write(console, [Head, .. Enumerable.Range(0, plan.Plan.Stages.Length).Select(stage => Row(plan, stage))]);
        if (showsTimeline)
        {
            console.WriteLine();
            console.WriteRaw(TimelineText.Write(plan.Timeline, Math.Clamp(console.Profile.Width, LeastWidth, MostWidth)));
        }
    }

    private static IEnumerable<(string Name, string Value)> Summary(JobPlan plan)
    {
        var (stages, schedule) = (plan.Plan, plan.Plan.Schedule);
        yield return ("model", $"{Units.Count(plan.Parameters)} parameters in {Units.Plural(plan.Costs.Layers.Length, "layer")}, of {plan.Job.Name}");
        yield return ("schedule", $"{ChoiceName.Of(schedule.Kind)}, {schedule}, each of {Units.Plural(plan.SequencesPerMicrobatch, "sequence")}");
        yield return ("a step", $"{Span(plan.Timeline.Makespan)} on the timeline, {Span(stages.StepSeconds)} by the slowest stage alone: "
            + $"{Units.Count(plan.Job.TokensPerStep / plan.Timeline.Makespan)} tokens/s");
        yield return ("slowest", $"stage {stages.BottleneckStage}, {stages.Stages[stages.BottleneckStage].Member.Name}: "
            + $"{Span(stages.BottleneckSeconds)} a microbatch");
        yield return ("bubble", $"{Units.Percent(plan.BubbleOfEqualStages)} of equal stages without transfers; "
            + $"{Units.Percent(plan.BubbleOnTimeline)} of these, on the timeline");
        yield return ("losses", $"{plan.Book.Guarantee}; {Units.Plural(plan.Book.Prepared, "plan")} made ahead");
    }

    private static string[] Row(JobPlan plan, int stage)
    {
        var planned = plan.Plan.Stages[stage];
        return
        [
            stage.ToString(CultureInfo.InvariantCulture),
            planned.Member.Name,
            planned.Member.Speed.ToString("0.##", CultureInfo.InvariantCulture),
            string.Join(" and ", planned.Chunks),
            Span(planned.ComputeSeconds),
            Span(planned.HandOverSeconds),
            MemoryOf(planned),
            planned.Held.ToString(CultureInfo.InvariantCulture),
            Units.Percent(plan.Timeline.BubbleOf(stage)),
            Units.Bytes(plan.BytesOn(stage)),
            Units.Bytes(plan.BytesBack(stage)),
        ];
    }

    private static string MemoryOf(PlannedStage stage) => stage.Member.Memory == long.MaxValue
        ? Units.Bytes(stage.MemoryBytes)
        : $"{Units.Bytes(stage.MemoryBytes)} of {Units.Bytes(stage.Member.Memory)}";

    private static string Span(double seconds) => Units.Span(TimeSpan.FromSeconds(seconds));
}
