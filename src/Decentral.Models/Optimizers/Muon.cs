using System.Collections.Immutable;
using Decentral.Models.Arenas;

namespace Decentral.Models.Optimizers;

/// <summary>
/// Muon for the matrices of the layers and AdamW for everything else, as MuLoCo uses it (arXiv:2505.23725): the
/// momentum of a matrix is orthogonalised before it is applied. State: one word a parameter of a matrix that Muon steps
/// (its momentum is <c>FirstMoment</c>), two of any other. The products go through libtorch, so that last bits may
/// differ between kinds of processor or numbers of threads; AdamW's share repeats everywhere.
/// </summary>
public sealed class Muon : InnerOptimizer
{
    private readonly MuonOptions _options;
    private readonly ImmutableArray<MuonPart> _parts;

    /// <summary>An optimizer that has made no step.</summary>
    /// <exception cref="ArgumentException">A setting is out of its range, or a tensor that is to be orthogonalised is
    /// no matrix.</exception>
    public Muon(ArenaLayout layout, MuonOptions options)
        : base(layout)
    {
        options.Validate(layout);
        _options = options;
        _parts = MuonPart.Of(layout, options);
        States =
        [
            new OptimizerState(FirstMomentName, new StateLayout(layout, _ => true)),
            new OptimizerState(SecondMomentName, new StateLayout(layout, entry => !options.Orthogonalizes(entry))),
        ];
    }

    /// <inheritdoc/>
    public override ImmutableArray<OptimizerState> States { get; }

    private protected override void Update(
        Arena parameters, Arena gradients, double learningRate, double gradientScale)
    {
        var matrix = MuonCoefficients.For(_options, learningRate, gradientScale);
        var others = AdamWCoefficients.For(
            _options.Others, Steps, learningRate * _options.OthersLearningRate, gradientScale);
        for (var index = 0; index < _parts.Length; index++)
        {
            var part = _parts[index];
            if (part.IsMatrix)
            {
                Update(part, parameters, gradients, matrix);
            }
            else
            {
                Update(index, parameters, gradients, part.Decays ? others : others with { KeptPart = 1 });
            }
        }
    }

    private void Update(MuonPart part, Arena parameters, Arena gradients, in MuonCoefficients coefficients)
    {
        if (part.Entry.Range.Length > 0)
        {
            using var scope = torch.NewDisposeScope();
            MuonKernel.Update(
                View(parameters, part.Entry),
                View(gradients, part.Entry),
                View(States[0].Values, part.Entry),
                part.Blocks,
                coefficients);
        }
    }

    private void Update(int index, Arena parameters, Arena gradients, in AdamWCoefficients coefficients)
    {
        foreach (var chunk in _parts[index].Entry.Range.Chunks())
        {
            AdamWKernel.Update(
                parameters.Span(chunk),
                gradients.Span(chunk),
                States[0].Span(index, chunk),
                States[1].Span(index, chunk),
                coefficients);
        }
    }

    private static torch.Tensor View(Arena arena, ArenaEntry entry) =>
        TorchSeam.FromBlob(arena.Address + (nint)(entry.Range.Offset * sizeof(float)), entry.Shape.AsSpan());
}
