using System.Collections.Immutable;

namespace Decentral.Benchmarks.Failures;

/// <summary>Stages were lost as an iteration began, and the pipeline went on.</summary>
/// <param name="Iteration">How many had been made, steps that were undone included.</param>
/// <param name="Stages">Which.</param>
/// <param name="Undone">Steps that were made again for it.</param>
internal sealed record Strike(long Iteration, ImmutableArray<int> Stages, long Undone);
