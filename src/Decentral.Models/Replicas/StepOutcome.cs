namespace Decentral.Models.Replicas;

/// <summary>What one inner step did.</summary>
/// <param name="Loss">Mean over the batch's tokens before the step, in nats a token.</param>
/// <param name="GradientNorm">Before clipping.</param>
/// <param name="Applied">
/// False where the norm is not finite: then parameters, moments and step count are as they were.
/// </param>
public readonly record struct StepOutcome(double Loss, double GradientNorm, bool Applied);
