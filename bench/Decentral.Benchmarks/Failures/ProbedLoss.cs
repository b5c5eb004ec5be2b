namespace Decentral.Benchmarks.Failures;

/// <summary>By how much the held-out loss would rise if a stage were lost now, before any step makes up for it.</summary>
/// <param name="Step">Behind which.</param>
/// <param name="Stage">An inner one.</param>
/// <param name="Kind">What would be put in its place.</param>
/// <param name="Rise">Nats a byte.</param>
internal sealed record ProbedLoss(long Step, int Stage, StrategyKind Kind, double Rise);
