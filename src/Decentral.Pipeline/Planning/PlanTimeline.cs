using Decentral.Pipeline.Schedules;

namespace Decentral.Pipeline.Planning;

/// <summary>The timeline of a step as planned, in seconds.</summary>
public static class PlanTimeline
{
    /// <summary>Of a pass that costs nothing, which on a timeline takes a time all the same.</summary>
    private const double LeastSeconds = 1e-12;

    /// <summary>When each pass is expected to begin and end.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="costs">Of the model.</param>
    /// <param name="outputSlots">As <see cref="TimelineOptions.OutputSlots"/>.</param>
    public static Timeline Of(StagePlan plan, ModelCosts costs, int? outputSlots = null)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(costs);
        return plan.Options.HasTwins ? Swapped(plan, costs, outputSlots) : Straight(plan, costs, outputSlots);
    }

    private static Timeline Straight(StagePlan plan, ModelCosts costs, int? outputSlots)
    {
        var chunks = plan.Stages
            .SelectMany(stage => stage.Chunks.Select(range => (Range: range, stage.Member.Speed)))
            .OrderBy(chunk => chunk.Range.First)
            .ToArray();
        var parts = chunks.Select(chunk => (costs.Of(chunk.Range), chunk.Speed));
        return Timeline.Of(plan.Schedule, Durations(plan, costs, parts) with { OutputSlots = outputSlots });
    }

    /// <summary>Embedding and head are on the first and the last stage, but microbatches do not go from one of them to the next there.</summary>
    private static Timeline Swapped(StagePlan plan, ModelCosts costs, int? outputSlots)
    {
        var routes = PipelineRoutes.Swapped(plan.Stages.Length, plan.Options.Microbatches);
        var programs = GreedySchedule.Build(routes, plan.Options.HeldBy(plan.Stages.Length));
        (LayerCost, double)[] parts =
        [
            (costs.Embedding, plan.Stages[0].Member.Speed),
            .. plan.Stages.Select((stage, i) => (LayersOf(plan, costs, i), stage.Member.Speed)),
            (costs.Head, plan.Stages[^1].Member.Speed),
        ];
        return Timeline.Of(programs, routes, Durations(plan, costs, parts) with { OutputSlots = outputSlots });
    }

    private static LayerCost LayersOf(StagePlan plan, ModelCosts costs, int stage)
    {
        var cost = stage == 0 ? plan.Stages[stage].Cost - costs.Embedding : plan.Stages[stage].Cost;
        return stage == plan.Stages.Length - 1 ? cost - costs.Head : cost;
    }

    private static TimelineOptions Durations(StagePlan plan, ModelCosts costs, IEnumerable<(LayerCost Cost, double Speed)> parts) => new()
    {
        Forward = [.. parts.Select(part => Math.Max(LeastSeconds, part.Cost.ForwardSeconds / part.Speed))],
        Backward = [.. parts.Select(part => Math.Max(LeastSeconds, part.Cost.BackwardSeconds / part.Speed))],
        Sending = over => costs.BoundaryBytes / LinkOf(plan, over).BytesPerSecond,
        Latency = over => LinkOf(plan, over).Latency.TotalSeconds,
    };

    private static MemberLink LinkOf(StagePlan plan, HandOver over) =>
        plan.Stages[over.From].Member.To(plan.Stages[over.To].Member);
}
