using System.Collections.Immutable;
using Decentral.Models.Stages;
using Decentral.Training.Protocol;

namespace Decentral.Pipeline.Recovery;

/// <summary>Where an atom is to be had.</summary>
/// <param name="Atom">Which.</param>
/// <param name="Rung">From where.</param>
/// <param name="Sources">Who has it, best first; or, one after the other, who has the two atoms, or the one, that it is made of.</param>
internal sealed record AtomRecovery(ModelAtom Atom, RecoveryRung Rung, ImmutableArray<AtomHolders> Sources);
