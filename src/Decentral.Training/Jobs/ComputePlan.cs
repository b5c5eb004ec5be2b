namespace Decentral.Training.Jobs;

/// <summary>What a process computes with, once the machine is known.</summary>
/// <param name="Lanes">Workers that compute at one time.</param>
/// <param name="Threads">Intra-op threads of each.</param>
public sealed record ComputePlan(int Lanes, int Threads)
{
    /// <summary>
    /// Fills in what <paramref name="options"/> leave open, so that lanes times threads never exceed the cores: one
    /// thread
    /// a lane and as many lanes as there are workers for the cores; all cores for a worker alone.
    /// </summary>
    /// <param name="options">What the job says; taken as it is, even where it is more than the cores.</param>
    /// <param name="workers">Workers of this process.</param>
    /// <param name="cores">Cores this process may use.</param>
    public static ComputePlan For(ComputeOptions options, int workers, int cores)
    {
        ArgumentNullException.ThrowIfNull(options);
        var threads = options.Threads ?? (workers == 1 ? Math.Max(1, cores / (options.Lanes ?? 1)) : 1);
        var lanes = options.Lanes ?? Math.Max(1, Math.Min(workers, cores / threads));
        return new ComputePlan(lanes, threads);
    }
}
