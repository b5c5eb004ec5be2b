namespace Decentral.Training.Workers;

/// <summary>The lane has made a step.</summary>
/// <param name="Outcome">What it came to.</param>
internal readonly record struct StepTrained(TrainedTokens Outcome);
