using System.Collections.Immutable;
using Decentral.Models.Arenas;

namespace Decentral.Models.Optimizers;

/// <summary>
/// LAMB over an arena (You and others, arXiv:1904.00962, algorithm 2): Adam with bias correction whose step for each
/// tensor is as long as the tensor times the learning rate: w ← w - η φ(‖w‖) / ‖r‖ · r. State: two words a parameter.
/// Norms are summed in fp64 in a fixed order, so that a step repeats bit for bit on every machine.
/// </summary>
public sealed class Lamb : InnerOptimizer
{
    // The direction exists one block at a time and is formed again for the move: a norm before it costs no memory.
    private const int BlockLength = 1024;

    private readonly LambOptions _options;
    private readonly bool[] _adapts;

    /// <summary>An optimizer that has made no step.</summary>
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    public Lamb(ArenaLayout layout, LambOptions options)
        : base(layout)
    {
        options.Validate();
        _options = options;
        _adapts = [.. layout.Entries.Select(options.Adapts)];
        var everything = new StateLayout(layout, _ => true);
        States = [new OptimizerState(FirstMomentName, everything), new OptimizerState(SecondMomentName, everything)];
    }

    /// <inheritdoc/>
    public override ImmutableArray<OptimizerState> States { get; }

    private protected override void Update(
        Arena parameters, Arena gradients, double learningRate, double gradientScale)
    {
        var decayed = LambCoefficients.For(_options, Steps, gradientScale);
        var undecayed = decayed with { WeightDecay = 0 };
        for (var index = 0; index < _adapts.Length; index++)
        {
            var range = parameters.Layout.Entries[index].Range;
            var coefficients = _adapts[index] ? decayed : undecayed;
            UpdateMoments(range, gradients, coefficients);
            var ratio = _adapts[index] ? TrustRatio(range, parameters, coefficients) : 1;
            Move(range, parameters, (float)(learningRate * ratio), coefficients);
        }
    }

    private void UpdateMoments(ArenaRange range, Arena gradients, in LambCoefficients coefficients)
    {
        foreach (var chunk in range.Chunks())
        {
            LambKernel.UpdateMoments(
                gradients.Span(chunk), States[0].Values.Span(chunk), States[1].Values.Span(chunk), coefficients);
        }
    }

    private double TrustRatio(ArenaRange range, Arena parameters, in LambCoefficients coefficients)
    {
        Span<float> buffer = stackalloc float[BlockLength];
        var (weights, directions) = (0.0, 0.0);
        foreach (var block in range.Chunks(BlockLength))
        {
            weights += FixedOrderNorm.SumOfSquares(parameters.Span(block));
            directions += FixedOrderNorm.SumOfSquares(Direction(block, parameters, buffer, coefficients));
        }

        return _options.TrustRatio(Math.Sqrt(weights), Math.Sqrt(directions));
    }

    private void Move(ArenaRange range, Arena parameters, float stepSize, in LambCoefficients coefficients)
    {
        Span<float> buffer = stackalloc float[BlockLength];
        foreach (var block in range.Chunks(BlockLength))
        {
            var direction = Direction(block, parameters, buffer, coefficients);
            var values = parameters.Span(block);
            for (var index = 0; index < values.Length; index++)
            {
                values[index] -= stepSize * direction[index];
            }
        }
    }

    private ReadOnlySpan<float> Direction(
        ArenaRange block, Arena parameters, Span<float> buffer, in LambCoefficients coefficients)
    {
        var direction = buffer[..(int)block.Length];
        LambKernel.ComputeDirection(
            parameters.Span(block),
            States[0].Values.Span(block),
            States[1].Values.Span(block),
            direction,
            coefficients);
        return direction;
    }
}
