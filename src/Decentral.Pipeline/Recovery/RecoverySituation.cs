using System.Collections.Immutable;
using Decentral.Models.Decoders;
using Decentral.Pipeline.Protocol;
using Decentral.Training.Jobs;

namespace Decentral.Pipeline.Recovery;

/// <summary>What there is when a pipeline has lost members.</summary>
internal sealed record RecoverySituation
{
    /// <summary>Layers of the model.</summary>
    public required int Layers { get; init; }

    /// <summary>What is left, with whoever has it.</summary>
    public required ImmutableArray<Holding> Holdings { get; init; }

    /// <summary>The state behind the last step that was decided.</summary>
    public required StateStamp Current { get; init; }

    /// <summary>The layers of each stage before the loss; those that are made from neighbours are made stage by stage.</summary>
    public required ImmutableArray<LayerRange> Stages { get; init; }

    /// <summary>Norm of each stage's last gradient, before clipping.</summary>
    public required ImmutableArray<double> GradientNorms { get; init; }

    /// <summary>Whether the run has only just begun, and may begin again with what it started from.</summary>
    public bool MayBeginAgain { get; init; }

    /// <summary>Whether a lost stage may be made from its neighbours.</summary>
    public NeighbourKind Neighbours { get; init; }

    /// <summary>Whether neighbours count by the norms of their gradients (1) or by their squares (2).</summary>
    public int NormPower { get; init; } = NeighbourShares.DefaultPower;
}
