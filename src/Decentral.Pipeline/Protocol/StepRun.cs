namespace Decentral.Pipeline.Protocol;

/// <summary>A stage has the gradient of all microbatches of a step.</summary>
/// <param name="Member">Whose.</param>
/// <param name="Epoch">The epoch.</param>
/// <param name="Step">Which step.</param>
/// <param name="GradientNorm">Of the stage, before clipping.</param>
/// <param name="Loss">The mean loss of the step where the stage has the head; else 0.</param>
public sealed record StepRun(MemberId Member, Epoch Epoch, long Step, double GradientNorm, double Loss);
