namespace Decentral.Training.Monitoring;

/// <summary>The run is over for this process.</summary>
/// <param name="IsFinished">Whether the budget is used up; otherwise it is paused.</param>
/// <param name="State">Where it stands; the monitor may have heard of none of it, as of a run that was over before.</param>
public sealed record RunEnded(bool IsFinished, RunStanding State);
