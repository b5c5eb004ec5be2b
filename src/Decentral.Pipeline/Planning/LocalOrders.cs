using System.Collections.Immutable;

namespace Decentral.Pipeline.Planning;

/// <summary>
/// A good order of members where there are too many kinds to look at all orders: from several beginnings, members change places, with
/// each other and with those that stay out, as long as the slowest stage gets faster.
/// </summary>
internal sealed class LocalOrders(ModelCosts costs, ImmutableArray<PipelineMember> members, PlanOptions options)
{
    /// <summary>Orders that are looked at from one beginning.</summary>
    private const int MostOrders = 2_000;

    /// <summary>A layer that finds no place is worse than any time.</summary>
    private const double SecondsOfLeftOver = 1e12;

    /// <summary>The best order that is found; whether it fits is not said.</summary>
    /// <param name="stages">Members that it has.</param>
    public ImmutableArray<PipelineMember> Solve(int stages) => Beginnings()
        .Select(beginning => Improve([.. beginning], stages))
        .MinBy(found => found.Worth)
        .Order;

    /// <remarks>The first stages hold the most microbatches, and so the most memory goes first; groups stay together.</remarks>
    private IEnumerable<IEnumerable<PipelineMember>> Beginnings()
    {
        var byRoom = members.OrderByDescending(member => member.Memory).ThenByDescending(member => member.Speed);
        var bySpeed = members.OrderByDescending(member => member.Speed).ThenByDescending(member => member.Memory);
        return [byRoom, bySpeed, bySpeed.OrderBy(member => member.Group ?? int.MaxValue), members];
    }

    /// <param name="order">All members; the first have the stages.</param>
    /// <param name="stages">How many have one.</param>
    private (double Worth, ImmutableArray<PipelineMember> Order) Improve(PipelineMember[] order, int stages)
    {
        var (worth, looked, isBetter) = (WorthOf(order, stages, double.PositiveInfinity), 0, true);
        while (isBetter && looked < MostOrders)
        {
            isBetter = false;
            foreach (var changed in Neighbours(order, stages))
            {
                looked++;
                if (WorthOf(changed, stages, worth) is var found && found < worth)
                {
                    (order, worth, isBetter) = (changed, found, true);
                    break;
                }
            }
        }

        return (worth, [.. order.Take(stages)]);
    }

    /// <summary>Two members change places, or one goes elsewhere and those between move up.</summary>
    private static IEnumerable<PipelineMember[]> Neighbours(PipelineMember[] order, int stages) =>
        from stage in Enumerable.Range(0, order.Length)
        from other in Enumerable.Range(0, order.Length)
        where Math.Min(stage, other) < stages && order[stage].Kind != order[other].Kind
        from changed in stage < other ? (PipelineMember[][])[Swap(order, stage, other), Move(order, stage, other)] : [Move(order, stage, other)]
        select changed;

    /// <param name="order">All members.</param>
    /// <param name="stages">How many of them have a stage.</param>
    /// <param name="limit">Above which it does not matter.</param>
    private double WorthOf(PipelineMember[] order, int stages, double limit)
    {
        var partition = new Partition(costs, StageSlots.Of(costs, order[..stages], options));
        var bottleneck = partition.Bottleneck(limit);
        return double.IsFinite(bottleneck) ? bottleneck
            : limit < SecondsOfLeftOver ? limit
            : SecondsOfLeftOver * (1 + partition.LeftOver());
    }

    private static PipelineMember[] Swap(PipelineMember[] order, int one, int other)
    {
        PipelineMember[] changed = [.. order];
        (changed[one], changed[other]) = (order[other], order[one]);
        return changed;
    }

    private static PipelineMember[] Move(PipelineMember[] order, int from, int to)
    {
        var changed = order.ToList();
        changed.RemoveAt(from);
        changed.Insert(to, order[from]);
        return [.. changed];
    }
}
