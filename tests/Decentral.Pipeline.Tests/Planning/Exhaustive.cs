using System.Collections.Immutable;
using Decentral.Models.Decoders;
using Decentral.Pipeline.Planning;
using Decentral.Training.Jobs;

namespace Decentral.Pipeline.Tests.Planning;

/// <summary>The best plan by looking at all: every order of every choice of members, and every cut.</summary>
internal static class Exhaustive
{
    public static double Bottleneck(ModelCosts costs, ImmutableArray<PipelineMember> members, PlanOptions options, int stages) =>
        Orders(members, stages).Select(order => InOrder(costs, order, options)).DefaultIfEmpty(double.PositiveInfinity).Min();

    public static double InOrder(ModelCosts costs, ImmutableArray<PipelineMember> order, PlanOptions options) =>
        Cuts(costs.Layers.Length, order.Length)
            .Where(cut => !options.HasTwins || (Length(cut, 0) == Length(cut, 1) && Length(cut, order.Length - 2) == Length(cut, order.Length - 1)))
            .Select(cut => Enumerable.Range(0, order.Length).Max(stage => SecondsOf(costs, order, options, cut, stage)))
            .DefaultIfEmpty(double.PositiveInfinity)
            .Min();

    private static double SecondsOf(
        ModelCosts costs, ImmutableArray<PipelineMember> order, PlanOptions options, ImmutableArray<int> cut, int stage)
    {
        var cost = costs.Of(new LayerRange(cut[stage], cut[stage + 1]));
        var underWay = options.Schedule == PipelineScheduleKind.Gpipe ? options.Microbatches : options.HasTwins ? order.Length : order.Length - stage;
        var held = Math.Min(options.Microbatches, underWay);
        if (cost.StateBytes + (held * cost.ActivationBytes) > order[stage].Memory)
        {
            return double.PositiveInfinity;
        }

        var handOver = stage + 1 == order.Length ? 0 : 2 * order[stage].To(order[stage + 1]).SecondsFor(costs.BoundaryBytes);
        return (cost.Seconds / order[stage].Speed) + handOver;
    }

    private static int Length(ImmutableArray<int> cut, int stage) => cut[stage + 1] - cut[stage];

    private static IEnumerable<ImmutableArray<PipelineMember>> Orders(ImmutableArray<PipelineMember> members, int count) => count == 0
        ? [[]]
        : members.SelectMany(first => Orders(members.Remove(first), count - 1).Select(rest => rest.Insert(0, first)));

    /// <summary>Where each stage begins, and the number of layers at the end.</summary>
    private static IEnumerable<ImmutableArray<int>> Cuts(int layers, int stages) => stages == 1
        ? [[0, layers]]
        : Enumerable.Range(stages - 1, Math.Max(0, layers - stages + 1))
            .SelectMany(last => Cuts(last, stages - 1).Select(cut => cut.Add(layers)));
}
