using System.Collections.Immutable;
using Decentral.Pipeline.Schedules;

namespace Decentral.Pipeline.Planning;

/// <summary>The places that members in some order make.</summary>
internal static class StageSlots
{
    /// <summary>The places in the order of the model, those that share their layers equally together.</summary>
    /// <param name="costs">Of the model.</param>
    /// <param name="order">A member for each stage.</param>
    /// <param name="options">What the plan is for.</param>
    public static ImmutableArray<StageUnit> Of(ModelCosts costs, IReadOnlyList<PipelineMember> order, PlanOptions options)
    {
        StageSlot[] slots = options.Chunks == 1 ? Single(costs, order, options) : Interleaved(order, options);
        return options.HasTwins
            ? [new StageUnit([.. slots[..2]]), .. slots[2..^2].Select(Alone), new StageUnit([.. slots[^2..]])]
            : [.. slots.Select(Alone)];
    }

    /// <summary>
    /// Of a microbatch from one member to another, and of its gradients back. All of it is waited for: with 1F1B the stage that has k
    /// stages from itself on has k microbatches under way, and gets each back after the passes and the hand-overs of all of them. A
    /// microbatch so takes the mean of what these stages take with their hand-overs, and no more than the slowest of them.
    /// </summary>
    public static double HandOver(ModelCosts costs, PipelineMember from, PipelineMember to) =>
        from == to ? 0 : from.To(to).SecondsFor(costs.BoundaryBytes) + to.To(from).SecondsFor(costs.BoundaryBytes);

    private static StageUnit Alone(StageSlot slot) => new([slot]);

    private static StageSlot[] Single(ModelCosts costs, IReadOnlyList<PipelineMember> order, PlanOptions options) =>
    [
        .. order.Select((member, stage) => new StageSlot(
            member,
            member.Memory,
            options.HeldBy(options.HasTwins ? order.Count : order.Count - stage),
            stage + 1 < order.Count ? HandOver(costs, member, order[stage + 1]) : 0)),
    ];

    /// <remarks>
    /// Each chunk may take an equal part of its member's memory: a cut that fits is found, if not every one. What members hand over does
    /// not depend on the cut, and is left out, or else the last chunk, which hands over nothing, would get more layers for it.
    /// </remarks>
    private static StageSlot[] Interleaved(IReadOnlyList<PipelineMember> order, PlanOptions options)
    {
        var programs = PipelineSchedule.Build(options.ScheduleFor(order.Count));
        return
        [
            .. Enumerable.Range(0, order.Count * options.Chunks).Select(chunk =>
            {
                var stage = chunk % order.Count;
                return new StageSlot(
                    order[stage], order[stage].Memory / options.Chunks, programs[stage].PeakHeld(chunk), HandOverSeconds: 0);
            }),
        ];
    }
}
