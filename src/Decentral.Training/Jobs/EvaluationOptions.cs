namespace Decentral.Training.Jobs;

/// <summary>Measuring the held-out loss of the global parameters.</summary>
public sealed record EvaluationOptions
{
    /// <summary>
    /// Inner steps of a worker between two evaluations; one is made at the end of the round that reaches them.
    /// </summary>
    public int Every { get; init; } = 50;

    /// <summary>Held-out sequences used, from the start; fewer when there are fewer.</summary>
    public int Sequences { get; init; } = 64;
}
