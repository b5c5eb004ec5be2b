using System.Collections.Immutable;
using Decentral.Models.Stages;

namespace Decentral.Pipeline.Protocol;

/// <summary>The state of some atoms, for one who asked.</summary>
/// <param name="Epoch">The epoch that is being formed.</param>
/// <param name="Stamp">Of which state.</param>
/// <param name="Atoms">Which, in the order of the model.</param>
/// <param name="OptimizerSteps">Steps of their inner optimizer.</param>
public sealed record AtomsHeader(Epoch Epoch, StateStamp Stamp, ImmutableArray<ModelAtom> Atoms, long OptimizerSteps);
