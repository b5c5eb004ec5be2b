namespace Decentral.Pipeline.Stages;

/// <summary>The lane has taken over what came of a tied embedding.</summary>
/// <param name="Run">Of which attempt at a step.</param>
internal sealed record TiedMerged(StepAttempt Run);
