using System.Collections.Immutable;
using Decentral.Pipeline.Protocol;
using Decentral.Training.Protocol;

namespace Decentral.Pipeline.Recovery;

/// <summary>How a pipeline goes on after a loss.</summary>
/// <param name="Stamp">The state that all begin with.</param>
/// <param name="Atoms">Where each atom of the model is to be had; empty where the pipeline cannot go on.</param>
/// <param name="Reason">In words; whole sentences.</param>
internal sealed record RecoveryPlan(StateStamp Stamp, ImmutableArray<AtomRecovery> Atoms, string Reason)
{
    /// <summary>Whether the pipeline can go on.</summary>
    public bool IsPossible => !Atoms.IsEmpty;

    /// <summary>The worst rung that an atom comes from.</summary>
    public RecoveryRung Rung => Atoms.Max(atom => atom.Rung);
}
