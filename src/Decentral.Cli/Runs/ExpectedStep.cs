using Decentral.Actors.Local.Compute;
using Decentral.Cli.Presentation;
using Decentral.Torch;
using Decentral.Training.Estimates;
using Decentral.Training.Jobs;

namespace Decentral.Cli.Runs;

/// <summary>What an inner step of a worker takes.</summary>
/// <param name="Time">Above zero; null where it is not known.</param>
/// <param name="Source">Where that comes from, or why it is not known, in words.</param>
internal sealed record ExpectedStep(TimeSpan? Time, string Source)
{
    /// <summary>Measures it for a worker that has this machine for itself, where the machine can train the job.</summary>
    /// <param name="job">The job.</param>
    /// <param name="memory">What it takes.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<ExpectedStep> MeasureAsync(
        TrainableJob job, MemoryEstimate memory, TimeProvider time, CancellationToken cancellationToken)
    {
        var needed = memory.Worker.Where(line => line.IsOnDevice).Sum(line => line.Bytes);
        var there = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (needed > there)
        {
            return Unknown($"a worker takes {Units.Bytes(needed)} of memory, and this machine has {Units.Bytes(there)}");
        }

        var compute = ComputePlan.For(job.Job.Compute, workers: 1, Environment.ProcessorCount);
        try
        {
            // Where there is no libtorch, this says so; a lane's thread could not.
            _ = TorchSeam.LibtorchVersion;
            using var lanes = new ComputeLanes(new ComputeLanesOptions
            {
                Count = 1,
                ThreadStarted = _ => TorchSeam.SetLaneThreads(compute.Threads),
            });
            var seconds = await lanes.CreateLane().Run(default, () => StepMeter.Measure(job, time, cancellationToken));
            return new ExpectedStep(
                TimeSpan.FromSeconds(seconds), $"measured here on {job.Device}, with {Units.Plural(compute.Threads, "thread")}");
        }
        catch (DllNotFoundException missing)
        {
            return Unknown(missing.Message);
        }
    }

    private static ExpectedStep Unknown(string reason) => new(null, $"not measured: {reason}");
}
