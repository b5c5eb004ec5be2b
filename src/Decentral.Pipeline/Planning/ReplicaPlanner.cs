using System.Collections.Immutable;

namespace Decentral.Pipeline.Planning;

/// <summary>Shares out members to stages and replicas of them.</summary>
public static class ReplicaPlanner
{
    /// <summary>The plan with some stages and replicas; null where it does not fit.</summary>
    /// <param name="costs">Of the model.</param>
    /// <param name="members">At least as many as places.</param>
    /// <param name="replicas">Of each stage.</param>
    /// <param name="options">What the plan is for; its number of stages is stated.</param>
    /// <param name="sharing">What replicas do with each other.</param>
    public static ReplicaPlan? Plan(
        ModelCosts costs, IReadOnlyList<PipelineMember> members, int replicas, PlanOptions options, ReplicaOptions sharing)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(sharing);
        var stages = options.Stages ?? throw new ArgumentException("A grid of replicas has a stated number of stages.", nameof(options));
        var grid = ReplicaGrid.Place(members, stages, replicas).Stages.ToDictionary(place => ReplicaGrid.AsOne(place).Name, StringComparer.Ordinal);
        var outcome = StagePlanner.Plan(costs, [.. grid.Values.Select(ReplicaGrid.AsOne)], options);
        return outcome.IsPossible
            ? Describe(outcome.Plan, [.. outcome.Plan.Stages.Select(stage => grid[stage.Member.Name])], sharing)
            : null;
    }

    /// <summary>Of all numbers of stages and replicas, those with which the most microbatches a second are trained; null where none fits.</summary>
    /// <inheritdoc cref="Plan"/>
    public static ReplicaPlan? Choose(
        ModelCosts costs, IReadOnlyList<PipelineMember> members, PlanOptions options, ReplicaOptions sharing)
    {
        ArgumentNullException.ThrowIfNull(costs);
        ArgumentNullException.ThrowIfNull(members);
        var grids =
            from stages in Enumerable.Range(1, Math.Min(members.Count, costs.Layers.Length))
            from replicas in Enumerable.Range(1, members.Count / stages)
            select Plan(costs, members, replicas, options with { Stages = stages }, sharing);
        return grids.OfType<ReplicaPlan>().MaxBy(plan => plan.MicrobatchesPerSecond);
    }

    private static ReplicaPlan Describe(
        StagePlan plan, ImmutableArray<ImmutableArray<PipelineMember>> stages, ReplicaOptions sharing)
    {
        var reduction = plan.Stages.Zip(stages).Max(stage => ReductionSeconds(stage.First, stage.Second, sharing));
        var step = plan.StepSeconds + (reduction / sharing.StepsPerRound);
        return new ReplicaPlan(plan, stages, reduction, stages[0].Length * plan.Options.Microbatches / step);
    }

    /// <summary>A ring: 2 (r - 1) turns, each with an r-th of the parameters.</summary>
    private static double ReductionSeconds(PlannedStage stage, ImmutableArray<PipelineMember> replicas, ReplicaOptions sharing)
    {
        var bytes = (long)(stage.Cost.StateBytes * sharing.Shared / replicas.Length);
        return 2 * (replicas.Length - 1) * ReplicaGrid.LinkAmong(replicas).SecondsFor(bytes);
    }
}
