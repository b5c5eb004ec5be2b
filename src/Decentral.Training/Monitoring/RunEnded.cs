namespace Decentral.Training.Monitoring;

/// <summary>The run is over for this process.</summary>
/// <param name="IsFinished">Whether the budget is used up; otherwise it is paused.</param>
public sealed record RunEnded(bool IsFinished);
