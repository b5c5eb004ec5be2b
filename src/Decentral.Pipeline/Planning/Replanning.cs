using System.Collections.Immutable;
using Decentral.Models.Decoders;

namespace Decentral.Pipeline.Planning;

/// <summary>
/// Whether to change plans: only for what gains more, until members change again, than the moving of layers costs. Without that a run
/// moves layers back and forth with every small change of speed.
/// </summary>
public static class Replanning
{
    /// <summary>Decides.</summary>
    /// <param name="costs">Of the model; what goes with a layer is its whole state.</param>
    /// <param name="current">Who has what now.</param>
    /// <param name="candidate">Who would have what.</param>
    /// <param name="members">Those who are there, with what is known of them now.</param>
    /// <param name="options">When it is worth it.</param>
    public static ReplanDecision Decide(
        ModelCosts costs, StagePlan current, StagePlan candidate, IReadOnlyList<PipelineMember> members, ReplanOptions options)
    {
        ArgumentNullException.ThrowIfNull(costs);
        ArgumentNullException.ThrowIfNull(current);
        ArgumentNullException.ThrowIfNull(candidate);
        ArgumentNullException.ThrowIfNull(options);
        ImmutableArray<LayerMove> moves = [.. Moves(costs, current, candidate, members)];
        var cost = CostOf(moves);
        string[] gone = [.. current.Stages.Select(stage => stage.Member.Name).Where(name => members.All(member => member.Name != name))];
        return gone.Length > 0
            ? new ReplanDecision(true, moves, double.PositiveInfinity, cost, Amounts.Words(
                $"{string.Join(", ", gone)} had a stage and is gone: {Moved(moves)} in {Amounts.Seconds(cost)}"))
            : Weigh(moves, cost, current.With(costs, members), candidate, options);
    }

    private static ReplanDecision Weigh(
        ImmutableArray<LayerMove> moves, double cost, StagePlan current, StagePlan candidate, ReplanOptions options)
    {
        var saved = 1 - (candidate.StepSeconds / current.StepSeconds);
        var gain = saved * options.UntilNextChange.TotalSeconds;
        var isWorthIt = !moves.IsEmpty && gain > options.Margin * cost;
        var steps = $"a step takes {Amounts.Seconds(current.StepSeconds)} now and would take {Amounts.Seconds(candidate.StepSeconds)}";
        var reason = moves.IsEmpty ? "every layer is where it would be"
            : saved <= 0 ? $"{steps}: there is nothing to gain"
            : $"{steps}: {Moved(moves)} gains {Amounts.Seconds(gain)} within {Amounts.Seconds(options.UntilNextChange.TotalSeconds)}, "
                + Amounts.Words($"{(isWorthIt ? "more" : "not more")} than {options.Margin} times the {Amounts.Seconds(cost)} that it costs");
        return new ReplanDecision(isWorthIt, moves, gain, cost, reason);
    }

    private static IEnumerable<LayerMove> Moves(
        ModelCosts costs, StagePlan current, StagePlan candidate, IReadOnlyList<PipelineMember> members)
    {
        for (var layer = 0; layer < costs.Layers.Length; layer++)
        {
            var (holder, to) = (current.HolderOf(layer).Name, candidate.HolderOf(layer));
            if (holder != to.Name)
            {
                var from = members.FirstOrDefault(member => member.Name == holder);
                yield return new LayerMove(layer, from, to, costs.Of(new LayerRange(layer, layer + 1)).StateBytes);
            }
        }
    }

    /// <summary>All move at one time, and the member that has the most to send or to take is the last.</summary>
    private static double CostOf(ImmutableArray<LayerMove> moves) => Math.Max(
        Busiest(moves.Where(move => move.From is not null).GroupBy(move => move.From!.Name)),
        Busiest(moves.GroupBy(move => move.To.Name)));

    private static double Busiest(IEnumerable<IGrouping<string, LayerMove>> byMember) =>
        byMember.Select(group => group.Sum(SecondsOf)).DefaultIfEmpty().Max();

    /// <summary>What a lost member had comes from elsewhere, over the link of the one that gets it.</summary>
    private static double SecondsOf(LayerMove move) => (move.From?.To(move.To) ?? move.To.Link).SecondsFor(move.Bytes);

    private static string Moved(ImmutableArray<LayerMove> moves) =>
        $"moving {Amounts.Count(moves.Length, "layer")} of {Amounts.Bytes(moves.Sum(move => (double)move.Bytes))}";
}
