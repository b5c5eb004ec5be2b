using System.CommandLine;
using Decentral.Cli.Estimates;
using Decentral.Cli.Hosting;
using Decentral.Cli.Jobs;
using Decentral.Cli.Listening;
using Decentral.Cli.Presentation;
using Decentral.Cli.Runs;
using Decentral.Training.Jobs;
using Decentral.Training.Progress;

namespace Decentral.Cli.Commands;

/// <summary><c>decentral train</c>: trains a job, or goes on with a run.</summary>
internal sealed class TrainCommand
{
    private readonly CliHost _host;
    private readonly ITrainingRuntime _runtime;
    private readonly JobSourceOptions _source = new();
    private readonly ListenCommandOptions _listen = new();
    private readonly EstimateCommandOptions _estimate = new();

    private readonly Option<string?> _out = new("--out")
    {
        Description = "The run directory to make; runs/NAME when left out.",
        HelpName = "DIR",
    };

    private readonly Option<string?> _resume = new("--resume")
    {
        Description = "Go on with a stopped run exactly where it was, with the job it was started with.",
        HelpName = "RUN",
    };

    private readonly Option<int?> _stages = new("--stages")
    {
        Description = "With --resume: cut the model into so many stages from now on, whatever the job says.",
        HelpName = "N",
    };

    private readonly Option<bool> _dryRun = new("--dry-run")
    {
        Description = "Check the job and its data, print the job with all defaults filled in, what it will send, the memory it takes, "
            + "and how well links will do; train nothing.",
    };

    private readonly Option<bool> _helpJob = new("--help-job")
    {
        Description = "Describe every field of a job file.",
    };

    private TrainCommand(CliHost host, ITrainingRuntime runtime)
    {
        _host = host;
        _runtime = runtime;
    }

    /// <param name="host">The surroundings.</param>
    /// <param name="runtime">Trains.</param>
    public static Command Create(CliHost host, ITrainingRuntime runtime)
    {
        var train = new TrainCommand(host, runtime);
        var command = new Command(
            "train", "Train a job, or go on with a run. Ctrl-C stops at the next step and saves.");
        train._source.AddTo(command);
        command.Options.Add(train._out);
        command.Options.Add(train._resume);
        command.Options.Add(train._stages);
        train._listen.AddTo(command);
        command.Options.Add(train._dryRun);
        train._estimate.AddTo(command);
        command.Options.Add(train._helpJob);
        command.Options.Add(CommonOptions.Json);
        command.SetAction(async (line, _) => (int)await train.RunAsync(line));
        return command;
    }

    private async Task<ExitCode> RunAsync(ParseResult line)
    {
        if (line.GetValue(_helpJob))
        {
            _host.Output.WriteRaw(JobReference.Write());
            return ExitCode.Done;
        }
        if (line.GetValue(_dryRun))
        {
            await EstimateAsync(ResolveJob(line), _estimate.Read(line), asJson: line.GetValue(CommonOptions.Json));
            return ExitCode.Done;
        }
        _estimate.Refuse(line);
        var (folder, job) = OpenFolder(line);
        var listen = _listen.Read(line, job);
        if (listen is null && job.Sync.Shards == ShardPlacementKind.Members)
        {
            throw new MistakeException(
                "sync.shards is members, but no node can join this run: start it with --listen, or use sync.shards: hub");
        }

        var summary = await TrainAsync(folder, job, listen);
        Show(summary, asJson: line.GetValue(CommonOptions.Json));
        return summary.IsComplete ? ExitCode.Done : ExitCode.Stopped;
    }

    private (RunFolder Folder, Job Job) OpenFolder(ParseResult line)
    {
        var stages = line.GetValue(_stages);
        if (line.GetValue(_resume) is not { } resumed)
        {
            if (stages is not null)
            {
                throw new MistakeException($"--stages is for a run that goes on: in a new one say --set pipeline.stages={stages}");
            }

            var job = ResolveJob(line);
            return (RunFolder.Choose(job, line.GetValue(_out), _host.WorkingDirectory), job);
        }
        return line.GetValue(_source.Job) is null && !_source.HasOverrides(line) && line.GetValue(_out) is null
            ? RunFolder.Open(resumed, _host.WorkingDirectory, stages)
            : throw new MistakeException("--resume takes the job and the folder of the run: name no other beside it");
    }

    private Job ResolveJob(ParseResult line) => line.GetValue(_source.Job) is not null || _source.HasOverrides(line)
        ? _source.Resolve(line, _host.WorkingDirectory)
        : throw new MistakeException(
            $"expected a job file, as in: {ProgramName.Typed} train samples/quickstart.yaml");

    private async Task<RunSummary> TrainAsync(RunFolder folder, Job job, ListenOptions? listen)
    {
        var feed = new RunFeed();
        using var signals = new StopSignals(static () => Environment.Exit((int)ExitCode.Stopped));
        await using var told = signals.StopRequested.Register(() => feed.Report(new RunNotice(
            feed.Latest.Elapsed, "stopping; once more to stop at once")));
        var run = Task.Run(() => _runtime.TrainAsync(job, folder, listen, feed, signals.StopRequested));
        IRunView view = _host.IsInteractive
            ? new LiveRunView(_host.Errors, _host.Time, job)
            : new PlainRunView(_host.Errors, _host.Time);
        await view.ShowAsync(feed, run);
        return await run;
    }

    private async Task EstimateAsync(Job job, EstimateConditions conditions, bool asJson)
    {
        var feed = new RunFeed();
        var estimate = Task.Run(() => _runtime.EstimateAsync(job, conditions.StepTime, feed, CancellationToken.None));
        await new PlainRunView(_host.Errors, _host.Time).ShowAsync(feed, estimate);
        var dryRun = await estimate;
        var console = asJson ? _host.Errors : _host.Output;
        console.WriteRaw(JobWriter.Write(job));
        DryRunReport.Write(console, dryRun, conditions);
        if (asJson)
        {
            _host.Output.WriteRaw(DryRunJson.Write(dryRun, conditions) + "\n");
        }
    }

    private void Show(RunSummary summary, bool asJson)
    {
        SummaryTable.Write(asJson ? _host.Errors : _host.Output, summary);
        if (asJson)
        {
            _host.Output.WriteRaw(SummaryJson.Write(summary) + "\n");
        }
    }
}
