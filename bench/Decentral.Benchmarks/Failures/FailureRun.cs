using System.Collections.Immutable;

namespace Decentral.Benchmarks.Failures;

/// <summary>What became of a run.</summary>
/// <param name="Iterations">Made, steps that were undone included.</param>
/// <param name="Curve">Held-out losses, the first before the first step.</param>
/// <param name="Strikes">Losses of stages, in their order.</param>
internal sealed record FailureRun(long Iterations, ImmutableArray<JudgedStep> Curve, ImmutableArray<Strike> Strikes)
{
    /// <summary>What was tried on the way; null where nothing was.</summary>
    public IReadOnlyList<ProbedLoss>? Probes { get; init; }
}
