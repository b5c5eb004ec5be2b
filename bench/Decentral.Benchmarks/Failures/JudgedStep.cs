namespace Decentral.Benchmarks.Failures;

/// <summary>A held-out loss.</summary>
/// <param name="Step">Behind which.</param>
/// <param name="Iteration">How many iterations it took to come there, those included whose steps were undone.</param>
/// <param name="Loss">Nats a byte.</param>
internal sealed record JudgedStep(long Step, long Iteration, double Loss);
