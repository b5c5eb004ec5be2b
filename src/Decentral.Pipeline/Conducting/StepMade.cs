namespace Decentral.Pipeline.Conducting;

/// <summary>All stages have made a step, or will: it is decided.</summary>
/// <param name="Step">Which. One that is undone by a recovery is made again, and told again.</param>
/// <param name="Loss">Mean over its tokens, in nats.</param>
/// <param name="GradientNorm">Over all stages, before clipping.</param>
/// <param name="IsSkipped">Whether the gradient was not finite, and nothing was changed.</param>
public sealed record StepMade(long Step, double Loss, double GradientNorm, bool IsSkipped);
