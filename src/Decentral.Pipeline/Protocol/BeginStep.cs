using System.Collections.Immutable;
using Decentral.Models.Data;
using Decentral.Training.Protocol;

namespace Decentral.Pipeline.Protocol;

/// <summary>Take the microbatches of a step through the stage.</summary>
/// <param name="Term">The conductor's.</param>
/// <param name="Epoch">The epoch.</param>
/// <param name="Step">Which step, one more than the last that was applied.</param>
/// <param name="Microbatches">The samples of each, all equally many.</param>
public sealed record BeginStep(Term Term, Epoch Epoch, long Step, ImmutableArray<SampleRange> Microbatches)
    : StageOrder(Term, Epoch);
