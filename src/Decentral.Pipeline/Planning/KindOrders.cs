using System.Collections.Immutable;
using Decentral.Models.Decoders;

namespace Decentral.Pipeline.Planning;

/// <summary>
/// The best order of members, over all orders and all choices of who stays out: a dynamic programme over which kinds have been used,
/// from the last stage to the first. Exact; its work grows with the product of how many there are of each kind.
/// </summary>
internal sealed class KindOrders
{
    /// <summary>Steps of the programme that are worth it: about a second.</summary>
    private const long MostSteps = 100_000_000;

    private readonly ModelCosts _costs;
    private readonly PlanOptions _options;
    private readonly KindCounts _kinds;
    private readonly int _layers;
    private readonly double[,] _handOvers;

    /// <summary>By selection and kind of its first stage, and by layer: the slowest stage of the best pipeline from that layer on.</summary>
    private readonly double[][] _best;

    private readonly (int End, int Next)[][] _choices;

    public KindOrders(ModelCosts costs, KindCounts kinds, PlanOptions options)
    {
        (_costs, _kinds, _options, _layers) = (costs, kinds, options, costs.Layers.Length);
        _best = new double[kinds.Selections * kinds.Count][];
        _choices = new (int, int)[_best.Length][];
        _handOvers = new double[kinds.Count, kinds.Count];
        for (var pair = 0; pair < kinds.Count * kinds.Count; pair++)
        {
            var (from, to) = Math.DivRem(pair, kinds.Count);
            _handOvers[from, to] = StageSlots.HandOver(costs, kinds.Members[from][0], kinds.Members[to][^1]);
        }
    }

    /// <summary>Whether the members are of so few kinds that all orders can be looked at.</summary>
    public static bool AreFew(ModelCosts costs, KindCounts kinds) =>
        (double)kinds.Selections * kinds.Count * kinds.Count * costs.Layers.Length * costs.Layers.Length / 2 <= MostSteps;

    /// <summary>By number of stages, from 1, the best order of members; null where no order fits.</summary>
    /// <param name="most">Stages at most.</param>
    public ImmutableArray<ImmutableArray<PipelineMember>?> Solve(int most)
    {
        var found = new (double Seconds, int State)[most + 1];
        Array.Fill(found, (double.PositiveInfinity, -1));
        for (var selection = 1; selection < _kinds.Selections; selection++)
        {
            var size = _kinds.SizeOf(selection);
            for (var kind = 0; kind < _kinds.Count && size <= most; kind++)
            {
                if (_kinds.Of(selection, kind) > 0 && Fill(selection, kind, size) is var seconds && seconds < found[size].Seconds)
                {
                    found[size] = (seconds, StateOf(selection, kind));
                }
            }
        }

        return [.. found.Skip(1).Select(best => best.State < 0 ? default(ImmutableArray<PipelineMember>?) : _kinds.Name(Follow(best.State)))];
    }

    private int StateOf(int selection, int kind) => (selection * _kinds.Count) + kind;

    /// <returns>Seconds of the slowest stage where the whole model begins with this one.</returns>
    private double Fill(int selection, int kind, int size)
    {
        var state = StateOf(selection, kind);
        var best = _best[state] = new double[_layers + 1];
        var choices = _choices[state] = new (int, int)[_layers + 1];
        Array.Fill(best, double.PositiveInfinity);
        var rest = selection - _kinds.Strides[kind];
        var held = _options.HeldBy(size);
        for (var next = 0; next < _kinds.Count; next++)
        {
            if (rest == 0 ? next == 0 : _kinds.Of(rest, next) > 0)
            {
                var slot = SlotOf(kind, held, rest == 0 ? 0 : _handOvers[kind, next]);
                Extend(best, choices, slot, next, rest == 0 ? null : _best[StateOf(rest, next)]);
            }
        }

        return best[0];
    }

    private StageSlot SlotOf(int kind, int held, double handOver) =>
        new(_kinds.Members[kind][0], _kinds.Members[kind][0].Memory, held, handOver);

    /// <param name="best">By layer, what is found so far.</param>
    /// <param name="choices">By layer, how.</param>
    /// <param name="slot">The stage that takes the layers from there on.</param>
    /// <param name="next">The kind of the stage after it.</param>
    /// <param name="after">By layer, the best from that stage on; null where there is none, and this takes all layers.</param>
    private void Extend(double[] best, (int End, int Next)[] choices, StageSlot slot, int next, double[]? after)
    {
        for (var first = 0; first < _layers; first++)
        {
            for (var end = after is null ? _layers : first + 1; end <= _layers; end++)
            {
                var own = slot.SecondsFor(_costs, new LayerRange(first, end));
                if (own >= best[first])
                {
                    // More layers take longer still.
                    break;
                }

                var slowest = Math.Max(own, after?[end] ?? 0);
                if (slowest < best[first])
                {
                    (best[first], choices[first]) = (slowest, (end, next));
                }
            }
        }
    }

    private IEnumerable<int> Follow(int state)
    {
        var first = 0;
        while (true)
        {
            var (selection, kind) = Math.DivRem(state, _kinds.Count);
            yield return kind;
            var (end, next) = _choices[state][first];
            if (end == _layers)
            {
                yield break;
            }

            (state, first) = (StateOf(selection - _kinds.Strides[kind], next), end);
        }
    }
}
