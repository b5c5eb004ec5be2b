namespace Decentral.Training.Coordination.Events;

/// <summary>The run begins.</summary>
/// <param name="JobDigest">Of the job and its data.</param>
/// <param name="Samples">The budget in samples.</param>
/// <param name="TokensPerSample">Training tokens in a sample.</param>
public sealed record RunCreated(string JobDigest, long Samples, int TokensPerSample) : CoordinatorEvent
{
    /// <summary>Parts that the parameters are synchronised in.</summary>
    public int Fragments { get; init; } = 1;
}
