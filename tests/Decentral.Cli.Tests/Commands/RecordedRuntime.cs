using Decentral.Cli.Jobs;
using Decentral.Cli.Listening;
using Decentral.Cli.Runs;
using Decentral.Training.Estimates;
using Decentral.Training.Jobs;
using Decentral.Training.Progress;

namespace Decentral.Cli.Tests.Commands;

/// <summary>Trains nothing, but does as it is told and remembers what it was asked.</summary>
/// <param name="train">What becomes of a run.</param>
internal sealed class RecordedRuntime(Func<Job, RunFolder, IRunObserver, RunSummary> train) : ITrainingRuntime
{
    public Job? Job { get; private set; }

    public RunFolder? Folder { get; private set; }

    public ListenOptions? Listen { get; private set; }

    /// <summary>One whose every run ends well.</summary>
    public static RecordedRuntime Successful() => new((job, folder, _) =>
    {
        Make(folder, job);
        return Summarise(job, folder);
    });

    /// <summary>Leaves what a run leaves as soon as its data are found usable.</summary>
    public static void Make(RunFolder folder, Job job)
    {
        Directory.CreateDirectory(folder.Location);
        File.WriteAllText(folder.Paths.Job, JobWriter.Write(job));
    }

    public static RunSummary Summarise(Job job, RunFolder folder) => new()
    {
        Run = folder.Name,
        Method = job.Method,
        Workers = job.Workers,
        IsComplete = true,
        Tokens = 1_228_800,
        Duration = TimeSpan.FromSeconds(61.5),
        TokensPerSecond = 19_980.4,
        TrainLoss = 2.104,
        EvalLoss = 2.118,
        FirstEvalLoss = 5.545,
        BytesSent = 51_200_000,
        BytesReceived = 51_200_000,
        Rounds = 6,
        Utilisation = 0.9731,
        Recoveries = 0,
    };

    /// <summary>The estimate of a job whose data are not looked at, with steps of a quarter second unless it is said otherwise.</summary>
    public Task<DryRun> EstimateAsync(Job job, TimeSpan? stepTime, IRunObserver observer, CancellationToken stopRequested)
    {
        var facts = new DataFacts(TrainingTokens: 2_000_000, HeldOutTokens: 100_000, Vocabulary: 256);
        var step = new ExpectedStep(stepTime ?? TimeSpan.FromSeconds(0.25), "as the test says");
        observer.Report(new RunNotice(TimeSpan.Zero, "the data are looked at"));
        return Task.FromResult(new DryRun(new RunEstimate(job, facts), facts, "a text", step));
    }

    public Task<RunSummary> TrainAsync(
        Job job, RunFolder folder, ListenOptions? listen, IRunObserver observer, CancellationToken stopRequested)
    {
        (Job, Folder, Listen) = (job, folder, listen);
        return Task.FromResult(train(job, folder, observer));
    }
}
