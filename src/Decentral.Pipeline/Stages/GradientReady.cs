namespace Decentral.Pipeline.Stages;

/// <summary>The lane has the norm of a step's gradient.</summary>
/// <param name="Run">Of which attempt at a step.</param>
/// <param name="Norm">Before clipping.</param>
internal sealed record GradientReady(StepAttempt Run, double Norm);
