using Decentral.Cli.Generation;
using Decentral.Cli.Hosting;
using Decentral.Cli.Inspection;
using Decentral.Cli.Jobs;
using Decentral.Cli.Runs;
using Decentral.Cli.Tests.Commands;
using Decentral.Training.Jobs;
using Decentral.Training.Progress;
using Decentral.Training.Supervision;

namespace Decentral.Cli.Tests.Runs;

/// <summary>Really trains a tiny decoder on a small text, in a folder of its own.</summary>
internal sealed class TinyRun : IDisposable
{
    /// <summary>Four rounds of two workers.</summary>
    private const string Yaml = """
        name: tiny
        model: { layers: 1, width: 16, heads: 2, context: 16 }
        data: { source: text.txt, heldOut: 0.1 }
        workers: 2
        inner: { steps: 12, batch: 2, warmup: 0, learningRate: 0.01 }
        sync: { every: 3 }
        evaluation: { every: 6, sequences: 8 }
        snapshots: { every: 6 }
        sample: { prompt: "the ", tokens: 8 }

        """;

    private readonly RecordedHost _recorded = new();

    public TinyRun() => _recorded.Save(
        "text.txt",
        string.Join('\n', Enumerable.Range(0, 400).Select(i => $"the line {i} of the text, {i * i} in all")));

    public CliHost Host => _recorded.Host;

    public string Folder => _recorded.Folder;

    public RecordedObserver Observer { get; } = new();

    public TrainingRuntime Runtime => new(TimeProvider.System, PathOf("cache"));

    public void Dispose() => _recorded.Dispose();

    public string PathOf(params string[] parts) => Path.Combine([Folder, .. parts]);

    public byte[] ModelOf(string run) => File.ReadAllBytes(PathOf(run, "model.safetensors"));

    /// <summary>The job, with fields as <c>--set</c> gives them.</summary>
    public Job JobWith(params string[] fields)
    {
        var file = _recorded.Save("job.yaml", Yaml);
        var (job, problems) = JobBinder.Bind(file, [JobFile.Read(file, file), CommandLineLayer.Read(fields, null)]);
        Assert.Empty(problems);
        return JobPaths.Anchor(job, Folder);
    }

    /// <summary>Starts a run in a new folder.</summary>
    public Task<RunSummary> TrainAsync(Job job, string run) =>
        Runtime.TrainAsync(job, RunFolder.Choose(job, run, Folder), null, Observer, CancellationToken.None);

    /// <summary>Goes on with a run.</summary>
    public Task<RunSummary> ResumeAsync(string run)
    {
        var (folder, job) = RunFolder.Open(run, Folder);
        return Runtime.TrainAsync(job, folder, null, Observer, CancellationToken.None);
    }

    /// <summary>Starts a run that is asked to stop when its workers have together made so many steps.</summary>
    public async Task<RunSummary> TrainUntilAsync(int steps, Job job, string run)
    {
        using var stop = new CancellationTokenSource();
        var runtime = RuntimeThat(stop.Cancel, steps);
        return await runtime.TrainAsync(job, RunFolder.Choose(job, run, Folder), null, Observer, stop.Token);
    }

    /// <summary>Starts a run that is asked to stop when something happens in it.</summary>
    public Task<RunSummary> TrainUntilAsync(Func<RunEvent, bool> isTime, Job job, string run) =>
        GoAsync(RunFolder.Choose(job, run, Folder), job, isTime);

    /// <summary>Goes on with a run whose model is in stages, in as many as are wanted.</summary>
    /// <param name="run">The run.</param>
    /// <param name="stages">Stages; those of its job when left out.</param>
    /// <param name="until">When it is asked to stop; never when left out.</param>
    public Task<RunSummary> ResumeAsync(string run, int? stages, Func<RunEvent, bool>? until = null)
    {
        var (folder, job) = RunFolder.Open(run, Folder, stages);
        return GoAsync(folder, job, until ?? (static _ => false));
    }

    /// <summary>Starts a run that breaks off when its workers have together made so many steps.</summary>
    /// <param name="steps">Of all workers.</param>
    /// <param name="job">With <c>limits.recoveries=0</c>.</param>
    /// <param name="run">The new folder.</param>
    public async Task TrainAndBreakOffAsync(int steps, Job job, string run)
    {
        var runtime = RuntimeThat(static () => throw new InvalidOperationException("provoked"), steps);
        await Assert.ThrowsAsync<RunFailedException>(
            () => runtime.TrainAsync(job, RunFolder.Choose(job, run, Folder), null, Observer, CancellationToken.None));
    }

    public async Task<RunHistory> ReadHistoryAsync(string run)
    {
        var (folder, _) = RunFolder.Open(run, Folder);
        return Historian.Tell(await RunLedger.ReadAsync(folder));
    }

    public TrainedModel LoadModel(string run) => TrainedModel.Load(PathOf(run), run);

    private async Task<RunSummary> GoAsync(RunFolder folder, Job job, Func<RunEvent, bool> isTime)
    {
        using var stop = new CancellationTokenSource();
        var observer = new StoppingObserver(Observer, isTime, stop.Cancel);
        return await Runtime.TrainAsync(job, folder, null, observer, stop.Token);
    }

    /// <summary>One that does something once, after so many steps of all workers.</summary>
    private TrainingRuntime RuntimeThat(Action action, int afterSteps)
    {
        var plain = Runtime;
        return new TrainingRuntime(TimeProvider.System, PathOf("cache"))
        {
            CreateReplica = prepared => new WatchedReplica(plain.CreateReplica(prepared), () =>
            {
                if (Interlocked.Decrement(ref afterSteps) == 0)
                {
                    action();
                }
            }),
        };
    }
}
