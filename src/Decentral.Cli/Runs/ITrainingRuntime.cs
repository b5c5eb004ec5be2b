using Decentral.Cli.Listening;
using Decentral.Training.Jobs;
using Decentral.Training.Progress;

namespace Decentral.Cli.Runs;

/// <summary>Whatever really trains a job.</summary>
internal interface ITrainingRuntime
{
    /// <summary>
    /// Trains until the budget is used up or a stop is requested, and leaves everything in the folder.
    /// </summary>
    /// <param name="job">The job, valid by itself; the data are not looked at yet.</param>
    /// <param name="folder">The run directory: one to make, or one with this job, to go on with from what it holds.</param>
    /// <param name="listen">How it takes other machines in; null for a run of this process alone.</param>
    /// <param name="observer">Is told how it goes.</param>
    /// <param name="stopRequested">Asks to stop at the next step boundary and to save, which is no failure.</param>
    Task<RunSummary> TrainAsync(
        Job job, RunFolder folder, ListenOptions? listen, IRunObserver observer, CancellationToken stopRequested);

    /// <summary>Reads the data as training does, and says what the job will come to; trains nothing and makes no folder.</summary>
    /// <param name="job">The job, valid by itself.</param>
    /// <param name="stepTime">Of an inner step of a worker; null to measure it here.</param>
    /// <param name="observer">Is told how it goes.</param>
    /// <param name="stopRequested">Ends it.</param>
    Task<DryRun> EstimateAsync(Job job, TimeSpan? stepTime, IRunObserver observer, CancellationToken stopRequested);
}
