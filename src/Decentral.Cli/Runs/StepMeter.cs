using Decentral.Models.Data;
using Decentral.Models.Replicas;

namespace Decentral.Cli.Runs;

/// <summary>Measures what an inner step takes on this machine, in about a second.</summary>
internal static class StepMeter
{
    /// <summary>What the first steps take is no measure: memory is found, and code is compiled.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(0.3);
    private static readonly TimeSpan Measuring = TimeSpan.FromSeconds(0.7);

    /// <summary>Of a gradient, one sequence after another: a slow machine need not make a whole step for it.</summary>
    /// <param name="job">The job.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Seconds of a step.</returns>
    public static double Measure(TrainableJob job, TimeProvider time, CancellationToken cancellationToken)
    {
        using var replica = TrainableJob.CreateDecoder(job);
        var window = new long[job.Job.Model.Context + 1];
        job.Training(new SampleRange(0, 1), window);
        var batch = new TokenBatch(window, 1);
        for (var began = time.GetTimestamp(); time.GetElapsedTime(began) < WarmUp;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            replica.ComputeGradient(batch);
        }

        var (count, since) = (0, time.GetTimestamp());
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            replica.ComputeGradient(batch);
            count++;
        }
        while (time.GetElapsedTime(since) < Measuring);
        return time.GetElapsedTime(since).TotalSeconds / count * (job.Job.TokensPerStep / job.Job.Model.Context);
    }
}
