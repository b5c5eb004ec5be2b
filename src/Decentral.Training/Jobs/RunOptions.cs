namespace Decentral.Training.Jobs;

/// <summary>
/// The budget of the whole fleet. A job sets exactly one of these two and <see cref="InnerOptions.Steps"/>.
/// </summary>
public sealed record RunOptions
{
    /// <summary>Training tokens, over all workers.</summary>
    public long? Tokens { get; init; }

    /// <summary>Passes over the training tokens; may be a fraction.</summary>
    public double? Epochs { get; init; }
}
