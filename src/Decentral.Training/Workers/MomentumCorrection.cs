namespace Decentral.Training.Workers;

/// <summary>How a worker of deep gradient compression (arXiv:1712.01887, §3) accumulates gradients.</summary>
/// <param name="Momentum">μ, in [0, 1).</param>
/// <param name="MaxNorm">What the gradient of all may be as long as, 0 for no bound: each worker clips to its part (local clipping).</param>
/// <param name="Workers">Workers of the fleet.</param>
public sealed record MomentumCorrection(double Momentum, double MaxNorm, int Workers);
