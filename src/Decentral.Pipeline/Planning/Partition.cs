using System.Collections.Immutable;
using Decentral.Models.Decoders;

namespace Decentral.Pipeline.Planning;

/// <summary>
/// Cuts layers into as many parts as there are places, in their order, such that the slowest is as fast as can be (the minimax dynamic
/// programme of ElasWave, arXiv:2510.00606); among all such cuts, one with the least sum of squares, which leaves nobody idle without
/// need. Exact, in O(layers² places).
/// </summary>
internal sealed class Partition(ModelCosts costs, ImmutableArray<StageUnit> units)
{
    /// <summary>Sums that differ by rounding only are equal.</summary>
    private const double Rounding = 1e-12;

    private readonly int[,] _cuts = new int[units.Length + 1, costs.Layers.Length + 1];

    /// <summary>Seconds of the slowest place in the best cut; infinite where none fits within a limit.</summary>
    public double Bottleneck(double limit = double.PositiveInfinity) => Best(limit, Math.Max);

    /// <summary>The layers of each place in the best cut; null where none fits.</summary>
    public ImmutableArray<LayerRange>? Solve()
    {
        var bottleneck = Bottleneck();
        if (double.IsPositiveInfinity(bottleneck))
        {
            return null;
        }

        _ = Best(bottleneck * (1 + Rounding), static (before, seconds) => before + (seconds * seconds));
        return [.. Ranges().Reverse().SelectMany((range, unit) => units[unit].Share(range))];
    }

    /// <summary>Layers that are left over when each place in turn takes as many as it can hold; 0 where they fit.</summary>
    public int LeftOver()
    {
        var first = 0;
        foreach (var unit in units)
        {
            var end = costs.Layers.Length;
            while (end > first && double.IsPositiveInfinity(unit.SecondsFor(costs, new LayerRange(first, end))))
            {
                end--;
            }

            first = end;
        }

        return costs.Layers.Length - first;
    }

    private double Best(double limit, Func<double, double, double> add)
    {
        var best = new double[costs.Layers.Length + 1];
        Array.Fill(best, double.PositiveInfinity, 1, costs.Layers.Length);
        for (var unit = 0; unit < units.Length; unit++)
        {
            best = Extend(best, unit, limit, add);
            if (best.All(double.IsPositiveInfinity))
            {
                return double.PositiveInfinity;
            }
        }

        return best[^1];
    }

    /// <param name="before">By layer, the best cut of those before it for the places before this.</param>
    /// <param name="unit">The place that takes the layers from there on.</param>
    /// <param name="limit">Seconds that it may take.</param>
    /// <param name="add">What a cut comes to with its seconds.</param>
    private double[] Extend(double[] before, int unit, double limit, Func<double, double, double> add)
    {
        var best = new double[before.Length];
        Array.Fill(best, double.PositiveInfinity);
        // Every place has a layer at least, those before this one and those after it too.
        for (var end = unit + 1; end <= costs.Layers.Length - (units.Length - 1 - unit); end++)
        {
            for (var first = end - 1; first >= unit; first--)
            {
                var seconds = units[unit].SecondsFor(costs, new LayerRange(first, end));
                if (units[unit].GrowsWithLayers && (seconds > limit || add(0, seconds) >= best[end]))
                {
                    break;
                }

                if (seconds <= limit && add(before[first], seconds) is var found && found < best[end])
                {
                    (best[end], _cuts[unit + 1, end]) = (found, first);
                }
            }
        }

        return best;
    }

    private IEnumerable<LayerRange> Ranges()
    {
        var end = costs.Layers.Length;
        for (var unit = units.Length; unit > 0; unit--)
        {
            var first = _cuts[unit, end];
            yield return new LayerRange(first, end);
            end = first;
        }
    }
}
