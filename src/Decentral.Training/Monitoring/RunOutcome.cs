namespace Decentral.Training.Monitoring;

/// <summary>How a run ended for this process.</summary>
/// <param name="IsFinished">Whether the budget is used up; otherwise it is paused.</param>
/// <param name="State">Where the run stood at the end.</param>
/// <param name="TrainingTime">From the first step to the last.</param>
/// <param name="TrainedTokens">Tokens trained by this process, those of rounds that did not count included.</param>
/// <param name="Utilisation">Share of the lanes' time that went into training, 0 to 1; null where nobody trains in this process.</param>
public sealed record RunOutcome(
    bool IsFinished, RunStanding State, TimeSpan TrainingTime, long TrainedTokens, double? Utilisation);
