namespace Decentral.Pipeline.Faults;

/// <summary>Of what a trace is drawn.</summary>
public sealed record FailureTraceOptions
{
    /// <summary>Stages of the pipeline; 1 to <see cref="FailureTrace.MaxStages"/>.</summary>
    public required int StageCount { get; init; }

    /// <summary>Iterations; 0 to <see cref="FailureTrace.MaxIterations"/>.</summary>
    public required long IterationCount { get; init; }

    /// <summary>
    /// That a stage fails in an iteration, 0 to 1; <see cref="FailureProbability.PerIteration"/> converts one for an
    /// hour.
    /// </summary>
    public required double Probability { get; init; }

    /// <summary>Equal seeds give equal failures.</summary>
    public required ulong Seed { get; init; }

    /// <summary>
    /// Whether stages side by side may fail at once. CheckFree's experiments exclude it (arXiv:2506.15461).
    /// </summary>
    public bool AllowAdjacent { get; init; }
}
