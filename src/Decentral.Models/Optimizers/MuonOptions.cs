using System.Collections.Immutable;
using Decentral.Models.Arenas;

namespace Decentral.Models.Optimizers;

/// <summary>Settings of <see cref="Muon"/>. The defaults are Jordan's, with the scale of Moonlight.</summary>
public sealed record MuonOptions : InnerOptimizerOptions
{
    /// <summary>Decay of the mean of gradients, in [0, 1).</summary>
    public double Momentum { get; init; } = 0.95;

    /// <summary>Whether the update looks a step ahead: (1 - μ) g + μ m in place of m.</summary>
    public bool Nesterov { get; init; } = true;

    /// <summary>Newton-Schulz iterations, 1 to 20; 5 bring singular values above 0.01 into [0.68, 1.13].</summary>
    public int Iterations { get; init; } = 5;

    /// <summary>Decoupled: a step multiplies matrices by 1 - learning rate · this. At least 0.</summary>
    public double WeightDecay { get; init; } = 0.1;

    /// <summary>
    /// The convention for the update's size. The default lets one <c>learningRate</c> drive both groups, and keeps what
    /// was tuned for AdamW.
    /// </summary>
    public MuonScale Scale { get; init; } = MuonScale.MatchAdamW;

    /// <summary>
    /// Which tensors take Muon; they must have two dimensions. By default the matrices of the decoder's layers: token
    /// and position embeddings and the head are matrices too, but belong to no layer (arXiv:2505.23725).
    /// </summary>
    public Func<ArenaEntry, bool> Orthogonalizes { get; init; } =
        entry => entry.Layer is not null && entry.Shape.Length == 2;

    /// <summary>
    /// The rows of each block of a matrix, from the first; every block is orthogonalised by itself. By default one
    /// block; <see cref="MuonBlocks.OfDecoder"/> takes projections apart that share one matrix.
    /// </summary>
    public Func<ArenaEntry, ImmutableArray<long>> Blocks { get; init; } = entry => [entry.Shape[0]];

    /// <summary>AdamW's settings for all other tensors.</summary>
    public AdamWOptions Others { get; init; } = new();

    /// <summary>Multiplies the learning rate where AdamW steps; above 0.</summary>
    public double OthersLearningRate { get; init; } = 1;

    /// <inheritdoc/>
    public override InnerOptimizer Create(ArenaLayout layout) => new Muon(layout, this);

    internal override DeviceOptimizer CreateOn(torch.Device device, ArenaLayout layout) =>
        new DeviceMuon(device, layout, this);

    internal void Validate(ArenaLayout layout)
    {
        RequireDecayRate(nameof(Muon), Momentum, nameof(Momentum));
        RequireNotNegative(nameof(Muon), WeightDecay, nameof(WeightDecay));
        RequirePositive(nameof(Muon), OthersLearningRate, nameof(OthersLearningRate));
        if (Iterations is < 1 or > 20)
        {
            throw new ArgumentException($"Muon's {nameof(Iterations)} is {Iterations}; it must be from 1 to 20.");
        }

        Others.Validate();
        foreach (var entry in layout.Entries.Where(Orthogonalizes))
        {
            RequireBlocks(entry);
        }
    }

    private void RequireBlocks(ArenaEntry entry)
    {
        if (entry.Shape.Length != 2)
        {
            throw new ArgumentException($"Muon steps matrices; {entry} is none: let AdamW step it.");
        }

        var blocks = Blocks(entry);
        if (blocks.Any(rows => rows <= 0 && entry.Shape[0] > 0) || blocks.Sum() != entry.Shape[0])
        {
            throw new ArgumentException(
                $"Muon's blocks of {entry} have [{string.Join(", ", blocks)}] rows; they must be positive and add up " +
                $"to {entry.Shape[0]}.");
        }
    }
}
