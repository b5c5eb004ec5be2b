using System.Collections.Immutable;
using Decentral.Pipeline.Schedules;

namespace Decentral.Pipeline.Planning;

/// <summary>Cuts a model into stages for members of any speed, memory and link.</summary>
public static class StagePlanner
{
    /// <summary>The plan whose slowest stage is fastest, with the members in the best order that is found; some may stay out.</summary>
    /// <remarks>
    /// The order is the best of all where members are of few kinds, or few, and stages have one chunk and no twins. Without a wish for
    /// the number of stages it is the one that gives the shortest step.
    /// </remarks>
    /// <param name="costs">Of the model.</param>
    /// <param name="members">At least one, each with a name of its own.</param>
    /// <param name="options">What the plan is for.</param>
    public static PlanOutcome Plan(ModelCosts costs, IReadOnlyList<PipelineMember> members, PlanOptions options)
    {
        ArgumentNullException.ThrowIfNull(costs);
        ArgumentNullException.ThrowIfNull(options);
        RequireMembers(members);
        return PlansByStages(costs, members, options).MinBy(plan => plan.StepSeconds) is { } best
            ? new PlanOutcome(best)
            : new PlanOutcome(new Diagnosis(costs, members, options).Explain());
    }

    /// <summary>The plan for members in a given order, all of which have a stage; its slowest stage is as fast as can be.</summary>
    /// <inheritdoc cref="Plan"/>
    public static PlanOutcome PlanInOrder(ModelCosts costs, IReadOnlyList<PipelineMember> members, PlanOptions options)
    {
        ArgumentNullException.ThrowIfNull(costs);
        ArgumentNullException.ThrowIfNull(options);
        RequireMembers(members);
        return Cut(costs, members, options) is { } plan
            ? new PlanOutcome(plan)
            : new PlanOutcome(new Diagnosis(costs, members, options with { Stages = members.Count }).Explain());
    }

    /// <summary>By rising number of stages, the best plan with so many, where there is one; of those that are wanted.</summary>
    internal static ImmutableArray<StagePlan> PlansByStages(ModelCosts costs, IReadOnlyList<PipelineMember> members, PlanOptions options)
    {
        var most = Math.Min(members.Count, costs.Layers.Length / Math.Max(1, options.Chunks));
        var kinds = new KindCounts(members);
        var orders = !options.HasTwins && options.Chunks == 1 && KindOrders.AreFew(costs, kinds)
            ? new KindOrders(costs, kinds, options).Solve(most)
            : Heuristic(costs, [.. members], options, most);
        return
        [
            .. orders.OfType<ImmutableArray<PipelineMember>>()
                .Where(order => IsWanted(options, order.Length))
                .Select(order => Cut(costs, order, options))
                .OfType<StagePlan>(),
        ];
    }

    private static ImmutableArray<ImmutableArray<PipelineMember>?> Heuristic(
        ModelCosts costs, ImmutableArray<PipelineMember> members, PlanOptions options, int most)
    {
        var search = new LocalOrders(costs, members, options);
        return
        [
            .. Enumerable.Range(1, most).Select(stages => IsWanted(options, stages) && IsAllowed(costs, options, stages)
                ? search.Solve(stages)
                : default(ImmutableArray<PipelineMember>?)),
        ];
    }

    private static StagePlan? Cut(ModelCosts costs, IReadOnlyList<PipelineMember> order, PlanOptions options) =>
        IsAllowed(costs, options, order.Count)
        && new Partition(costs, StageSlots.Of(costs, order, options)).Solve() is { } ranges
            ? StagePlan.Of(costs, order, ranges, options)
            : null;

    private static bool IsAllowed(ModelCosts costs, PlanOptions options, int stages) =>
        options.ScheduleFor(stages).Check(costs.Layers.Length) is null
        && (!options.HasTwins || (stages >= PipelineRoutes.LeastSwappedStages && options.Chunks == 1));

    private static bool IsWanted(PlanOptions options, int stages) => options.Stages is null || options.Stages == stages;

    private static void RequireMembers(IReadOnlyList<PipelineMember> members)
    {
        ArgumentNullException.ThrowIfNull(members);
        ArgumentOutOfRangeException.ThrowIfZero(members.Count, nameof(members));
        if (members.GroupBy(member => member.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"Members have names of their own, but {twice.Count()} are called {twice.Key}.", nameof(members));
        }

        if (members.FirstOrDefault(member => !(member.Speed > 0) || !double.IsFinite(member.Speed) || member.Memory < 0) is { } wrong)
        {
            throw new ArgumentException(
                Amounts.Words($"{wrong.Name} has speed {wrong.Speed} and {wrong.Memory} bytes; speeds are above 0, memory is not below."),
                nameof(members));
        }
    }
}
