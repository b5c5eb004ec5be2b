using System.Collections.Immutable;
using Decentral.Models.Arenas;

namespace Decentral.Models.Optimizers;

/// <summary>
/// Gradient descent over an arena, with or without momentum in PyTorch's form. State: nothing, or one word a parameter
/// (<c>FirstMoment</c>) with a momentum. Without one it is what receivers of <see cref="DeepGradientCompression"/> step
/// with, and clients of federated averaging.
/// </summary>
public sealed class Sgd : InnerOptimizer
{
    private readonly SgdOptions _options;
    private readonly bool[] _decays;

    /// <summary>An optimizer that has made no step.</summary>
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    public Sgd(ArenaLayout layout, SgdOptions options)
        : base(layout)
    {
        options.Validate();
        _options = options;
        _decays = [.. layout.Entries.Select(options.Decays)];
        States =
        [
            new OptimizerState(FirstMomentName, new StateLayout(layout, _ => options.Momentum > 0)),
            new OptimizerState(SecondMomentName, new StateLayout(layout, _ => false)),
        ];
    }

    /// <inheritdoc/>
    public override ImmutableArray<OptimizerState> States { get; }

    private protected override void Update(
        Arena parameters, Arena gradients, double learningRate, double gradientScale)
    {
        var decayed = SgdCoefficients.For(_options, learningRate, gradientScale);
        var undecayed = decayed with { KeptPart = 1 };
        for (var index = 0; index < _decays.Length; index++)
        {
            foreach (var chunk in parameters.Layout.Entries[index].Range.Chunks())
            {
                SgdKernel.Update(
                    parameters.Span(chunk),
                    gradients.Span(chunk),
                    _options.Momentum > 0 ? States[0].Span(index, chunk) : [],
                    _decays[index] ? decayed : undecayed);
            }
        }
    }
}
