using System.Collections.Immutable;
using Decentral.Models.Stages;

namespace Decentral.Pipeline.Protocol;

/// <summary>A stage that is formed asks another for what it has.</summary>
/// <param name="Epoch">The epoch that is being formed.</param>
/// <param name="Stamp">Of which state.</param>
/// <param name="Atoms">Which.</param>
public sealed record RequestAtoms(Epoch Epoch, StateStamp Stamp, ImmutableArray<ModelAtom> Atoms);
