using System.Collections.Immutable;

namespace Decentral.Pipeline.Recovery;

/// <summary>What becomes of one lost stage.</summary>
/// <param name="Stage">From 0.</param>
/// <param name="Rung">Where its state comes from.</param>
/// <param name="Reason">In words; whole sentences.</param>
internal sealed record StageRecovery(int Stage, RecoveryRung Rung, string Reason)
{
    /// <summary>Of what each layer is made with <see cref="RecoveryRung.Neighbours"/>; else empty.</summary>
    public ImmutableArray<LayerSources> Layers { get; init; } = [];
}
