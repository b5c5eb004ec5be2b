using System.Collections.Immutable;
using Decentral.Models.Arenas;

namespace Decentral.Models.Optimizers;

/// <summary>
/// AdamW with decoupled weight decay over an arena: both moments, the decay and the clip in one pass over memory.
/// State: two words a parameter.
/// </summary>
public sealed class AdamW : InnerOptimizer
{
    private readonly AdamWOptions _options;
    private readonly bool[] _decays;

    /// <summary>An optimizer that has made no step.</summary>
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    public AdamW(ArenaLayout layout, AdamWOptions options)
        : base(layout)
    {
        options.Validate();
        _options = options;
        _decays = [.. layout.Entries.Select(options.Decays)];
        var everything = new StateLayout(layout, _ => true);
        States =
        [
            new OptimizerState(FirstMomentName, everything),
            new OptimizerState(SecondMomentName, everything),
        ];
    }

    /// <inheritdoc/>
    public override ImmutableArray<OptimizerState> States { get; }

    /// <summary>Running mean of gradients, before bias correction; owned by the optimizer.</summary>
    public Arena FirstMoment => States[0].Values;

    /// <summary>Running mean of squared gradients, before bias correction; owned by the optimizer.</summary>
    public Arena SecondMoment => States[1].Values;

    private protected override void Update(
        Arena parameters, Arena gradients, double learningRate, double gradientScale)
    {
        var decayed = AdamWCoefficients.For(_options, Steps, learningRate, gradientScale);
        var undecayed = decayed with { KeptPart = 1 };
        for (var index = 0; index < _decays.Length; index++)
        {
            foreach (var chunk in parameters.Layout.Entries[index].Range.Chunks())
            {
                AdamWKernel.Update(
                    parameters.Span(chunk),
                    gradients.Span(chunk),
                    FirstMoment.Span(chunk),
                    SecondMoment.Span(chunk),
                    _decays[index] ? decayed : undecayed);
            }
        }
    }
}
