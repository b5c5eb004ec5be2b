using Decentral.Actors;
using Decentral.Actors.EventSourcing;
using Decentral.Actors.Local.Compute;
using Decentral.Cli.Generation;
using Decentral.Cli.Hosting;
using Decentral.Cli.Jobs;
using Decentral.Cli.Listening;
using Decentral.Models.Data;
using Decentral.Models.Generation;
using Decentral.Models.Replicas;
using Decentral.Pipeline.Protocol;
using Decentral.Storage;
using Decentral.Storage.Runs;
using Decentral.Torch;
using Decentral.Training.Archives;
using Decentral.Training.Coordination;
using Decentral.Training.Estimates;
using Decentral.Training.Jobs;
using Decentral.Training.Monitoring;
using Decentral.Training.Progress;
using Decentral.Training.Protocol;
using Decentral.Training.Supervision;
using Decentral.Training.Workers;

namespace Decentral.Cli.Runs;

/// <summary>Trains a job with all its actors in this process.</summary>
internal sealed class TrainingRuntime(TimeProvider time, string cacheFolder) : ITrainingRuntime
{
    /// <summary>The first place of a member of a pipeline: the one before is the worker's whose model it is.</summary>
    private const int FirstMember = 1;

    private const string StartsMetadata = "starts";

    /// <summary>
    /// Makes the model of a worker, which owns it from then on. A benchmark gives one that it trains without the runtime too.
    /// </summary>
    public Func<TrainableJob, IReplica> CreateReplica { get; init; } = TrainableJob.CreateDecoder;

    public async Task<RunSummary> TrainAsync(
        Job job, RunFolder folder, ListenOptions? listen, IRunObserver observer, CancellationToken stopRequested)
    {
        var preparation = new PreparationNotices(observer, time);
        using var prepared = Prepare(job, preparation, stopRequested);
        var begun = new LaterObserver(observer, preparation.Elapsed);
        await using var opened = await Open(job, folder, prepared.Digest, listen, begun, stopRequested);
        var directory = opened.Directory;
        var disk = new DiskWatch();
        await using var snapshots = await RunSnapshots.Open(
            directory.Snapshots, () => directory.Journal.ReadLength(new StreamId(RunNames.CoordinatorStream)), disk);
        var workersHere = listen?.WorkersHere ?? (StagedJob.Is(job) ? job.Pipeline.Stages : job.Workers);
        var compute = ComputePlan.For(job.Compute, Math.Max(1, workersHere), Environment.ProcessorCount);
        begun.Report(new RunNotice(TimeSpan.Zero, $"run directory: {folder.Name}"));
        var moved = await ComputeConditions.Here(prepared.Trainable.Device, compute).Replace(directory.Journal);
        Tell(begun, prepared, compute, [.. snapshots.Rejected, .. moved is null ? [] : (string[])[moved]]);
        var metrics = new RunMetrics(directory.Metrics, disk);
        var start = new Start(prepared, folder.Location, directory, opened.Deposed, disk, snapshots, metrics, compute, workersHere);
        var outcome = await Run(start, listen, begun, stopRequested);
        await metrics.Written;
        var sample = await SaveModel(prepared, folder, snapshots);
        return Summarise(job, folder, outcome) with { Sample = sample };
    }

    public async Task<DryRun> EstimateAsync(
        Job job, TimeSpan? stepTime, IRunObserver observer, CancellationToken stopRequested)
    {
        var preparation = new PreparationNotices(observer, time);
        using var prepared = Prepare(job, preparation, stopRequested);
        foreach (var notice in prepared.Notices)
        {
            observer.Report(new RunNotice(preparation.Elapsed, notice, IsWarning: true));
        }

        var estimate = new RunEstimate(prepared.Job, prepared.Facts);
        var step = stepTime is { } given
            ? new ExpectedStep(given, "as --step-time says")
            : await ExpectedStep.MeasureAsync(prepared.Trainable, estimate.Memory, time, stopRequested);
        return new DryRun(estimate, prepared.Facts, prepared.Description, step);
    }

    private PreparedJob Prepare(Job job, PreparationNotices preparation, CancellationToken stopRequested)
    {
        try
        {
            return PreparedJob.Prepare(job, cacheFolder, preparation, stopRequested);
        }
        catch (OperationCanceledException stopped) when (stopRequested.IsCancellationRequested)
        {
            throw new StoppedEarlyException(stopped);
        }
    }

    private static void Tell(
        LaterObserver observer, PreparedJob prepared, ComputePlan compute, IEnumerable<string> rejected)
    {
        foreach (var notice in prepared.Notices.Concat(rejected))
        {
            observer.Report(new RunNotice(TimeSpan.Zero, notice, IsWarning: true));
        }

        observer.Report(new RunStarted(
            TimeSpan.Zero,
            prepared.Trainable.ParameterCount,
            prepared.Facts.TrainingTokens,
            prepared.Facts.HeldOutTokens,
            compute.Lanes,
            compute.Threads,
            prepared.Trainable.Device));
    }

    private async Task<OpenedRun> Open(
        Job job,
        RunFolder folder,
        string digest,
        ListenOptions? listen,
        IRunObserver observer,
        CancellationToken stopRequested)
    {
        var made = new RunJob(job.Name, JobWriter.Write(job), digest) { SnapshotsKept = job.Snapshots.Keep };
        try
        {
            return await OpenedRun.OpenAsync(folder, made, listen, time, observer, stopRequested);
        }
        catch (OperationCanceledException stopped) when (stopRequested.IsCancellationRequested)
        {
            throw new StoppedEarlyException(stopped);
        }
    }

    private static async Task<long> CountStart(RunDirectory directory)
    {
        var earlier = await directory.Journal.ReadMetadata(StartsMetadata);
        var start = (earlier is null ? 0 : long.Parse(earlier, System.Globalization.CultureInfo.InvariantCulture)) + 1;
        await directory.Journal.WriteMetadata(StartsMetadata, start.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return start;
    }

    private async Task<RunOutcome> Run(
        Start start, ListenOptions? listen, IRunObserver observer, CancellationToken stopRequested)
    {
        var ended = new TaskCompletionSource<RunOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var lanes = new ComputeLanes(new ComputeLanesOptions
        {
            Count = start.Compute.Lanes,
            ThreadStarted = _ => TorchSeam.SetLaneThreads(start.Compute.Threads),
        });
        using var copying = new ComputeLanes(StagedJob.Copying);
        var number = await CountStart(start.Directory);
        var plan = start.Prepared.Composition.Plan(start.Prepared.Digest, start.Prepared.Trainable.HeldOutWindows);
        await using var engine = listen is null
            ? RunEngine.OfThisProcess(time, Fail)
            : await RunEngine.Listening(listen, start.Folder, start.Directory.Journal, time, Fail, observer);
        var homeWorkers = StagedJob.Is(start.Prepared.Job) ? FirstMember + start.WorkersHere : start.WorkersHere;
        plan = listen is null ? plan with { HomeWorkers = homeWorkers } : plan with
        {
            SpreadsShards = start.Prepared.Job.Sync.Shards == ShardPlacementKind.Members,
            HomeWorkers = homeWorkers,
            MaxMembers = start.Prepared.Job.Limits.Members,
            LastIncarnation = Incarnation.Of(number, 0),
            GatherTimeout = listen.Timeouts.Lease * 2,
            IsPaced = true,
        };
        var system = engine.System;
        var usage = new LaneUsage(lanes, time);
        system.Spawn(
            new RunNames().Monitor,
            () => new RunMonitor(new MonitorOptions
            {
                Plan = plan,
                Observer = observer,
                Metrics = start.Metrics,
                Utilisation = () => start.WorkersHere > 0 ? usage.Read() : null,
                Ended = outcome => ended.TrySetResult(outcome),
            }),
            new SpawnOptions { WellKnownName = new RunNames().Monitor });
        if (listen is not null)
        {
            var archive = new RunArchive(start.Prepared, start.Snapshots, new TokenShardStore(cacheFolder));
            system.Spawn(
                new RunNames().Archive,
                () => new ArchiveKeeper(archive),
                new SpawnOptions { WellKnownName = new RunNames().Archive });
        }

        var host = Host(start, number, plan, lanes, copying, system.Node);
        var node = system.Spawn("node", () => new NodeAgent(host));
        await using var stopping = stopRequested.Register(() => system.Tell(node, new RequestStop()));
        await await Task.WhenAny(ended.Task, start.Deposed, start.Disk.Failure);
        var outcome = await ended.Task;
        if (outcome.IsFinished)
        {
            await engine.LetOthersLeave();
        }

        return outcome;

        void Fail(Exception cause) => ended.TrySetException(cause);
    }

    private NodeOptions Host(Start start, long number, RunPlan plan, ComputeLanes lanes, ComputeLanes copying, NodeId home)
    {
        var job = start.Prepared.Job;
        var shards = start.Prepared.Composition.Shards(lanes.CreateLane());
        var staged = StagedJob.Is(job) ? new StagedJob(start.Prepared.Trainable) : null;
        return new NodeOptions
        {
            Start = number,
            MailboxCapacity = job.Limits.Mailbox,
            MaxReplacements = job.Limits.Recoveries,
            Coordinator = new CoordinatorOptions
            {
                Plan = plan,
                Journal = new RunJournal(start.Directory.Journal, start.Disk),
                Snapshots = start.Snapshots,
                Home = home,
            },
            Shards = plan.SpreadsShards ? [] : shards,
            IsCommander = node => node == home,
            Fragments = shards.Count,
            PlacedShard = plan.SpreadsShards ? shard => shards[shard.Fragment.Value](shard.Incarnation) : null,
            Workers = staged is not null ? [WorkerOf(start, staged, home)] :
            [
                .. Enumerable.Range(0, start.WorkersHere).Select(worker => WorkerOf(start, new WorkerId(worker), lanes, home)),
            ],
            Members = staged is null ? [] :
            [
                .. Enumerable.Range(FirstMember, start.WorkersHere).Select(member => MemberOf(start, staged, new MemberId(member), lanes, copying, home)),
            ],
        };
    }

    private Func<Incarnation, WorkerOptions> WorkerOf(
        Start start, WorkerId worker, ComputeLanes lanes, NodeId home)
    {
        var lane = lanes.CreateLane();
        return life => new WorkerOptions
        {
            Worker = worker,
            Incarnation = life,
            Model = _ => new LaneModel(
                () => start.Prepared.Trainable.Replicate(CreateReplica), lane, start.Prepared.Composition.Schedule),
            Snapshots = start.Snapshots,
            Schedule = start.Prepared.Composition.Schedule,
            IsCommander = node => node == home,
        };
    }

    /// <summary>A worker whose model is with the members.</summary>
    private static Func<Incarnation, WorkerOptions> WorkerOf(Start start, StagedJob staged, NodeId home) => life => new WorkerOptions
    {
        Worker = StagedJob.Worker,
        Incarnation = life,
        Model = context => staged.CreateModel(context, life, start.Snapshots),
        Snapshots = start.Snapshots,
        Schedule = start.Prepared.Composition.Schedule,
        IsCommander = node => node == home,
    };

    private static Func<Incarnation, Actor> MemberOf(
        Start start, StagedJob staged, MemberId member, ComputeLanes lanes, ComputeLanes copying, NodeId home)
    {
        var (lane, copyLane) = (lanes.CreateLane(), copying.CreateLane());
        return life => staged.CreateMember(member, life, lane, copyLane, start.Snapshots, node => node == home);
    }

    /// <summary>Leaves the newest version as a model that others can load, and lets it write something.</summary>
    private static async Task<string?> SaveModel(PreparedJob prepared, RunFolder folder, RunSnapshots snapshots)
    {
        if (await ReadParameters(prepared, snapshots) is not { } parameters)
        {
            return null;
        }

        return await Task.Run(() =>
        {
            using var model = TrainedModel.Of(prepared.Composition.Decoder(), prepared.Tokenizer, parameters.Span);
            Save(model, folder);
            return Sample(model, prepared.Job.Sample);
        });
    }

    /// <summary>The parameters of the newest snapshot; null where there is none.</summary>
    private static async Task<ReadOnlyMemory<float>?> ReadParameters(PreparedJob prepared, RunSnapshots snapshots)
    {
        var staged = StagedJob.Is(prepared.Job) ? new StagedJob(prepared.Trainable) : null;
        var parts = await snapshots.ReadNewest(staged?.Parts ?? [SavedModel.GlobalPart, new WorkerId(0).ToString()]);
        try
        {
            return staged is not null ? staged.ReadParameters(parts)
                : (parts[0] ?? parts[1]) is { } held ? SavedModel.Read(held.Bytes, prepared.Trainable.ParameterCount).Parameters
                : null;
        }
        finally
        {
            foreach (var part in parts)
            {
                part?.Dispose();
            }
        }
    }

    private static void Save(TrainedModel model, RunFolder folder)
    {
        try
        {
            model.Save(folder.Location);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(
                $"The trained model could not be written to {folder.Location}: {error.Message} The newest "
                + "snapshot has it: free space or check the disk, then write it by: "
                + $"{ProgramName.Typed} train --resume {folder.Name}",
                error);
        }
    }

    private static string? Sample(TrainedModel model, SampleOptions sample) => sample.Tokens == 0
        ? null
        : sample.Prompt + string.Concat(model.Continue(
            sample.Prompt, sample.Tokens, new SamplingOptions { Temperature = sample.Temperature }));

    private static RunSummary Summarise(Job job, RunFolder folder, RunOutcome outcome)
    {
        var totals = outcome.State.Totals;
        return new RunSummary
        {
            Run = folder.Name,
            Method = job.Method,
            Workers = job.Workers,
            IsComplete = outcome.IsFinished,
            Tokens = totals.Tokens,
            Duration = outcome.TrainingTime,
            TokensPerSecond = outcome.TrainingTime > TimeSpan.Zero
                ? outcome.TrainedTokens / outcome.TrainingTime.TotalSeconds
                : 0,
            TrainLoss = totals.TrainLoss,
            EvalLoss = totals.HeldOutLoss,
            FirstEvalLoss = totals.FirstHeldOutLoss,
            BytesSent = totals.SyncBytes,
            BytesReceived = totals.SyncBytes,
            Rounds = outcome.State.Committed.Value,
            Utilisation = outcome.Utilisation,
            Recoveries = totals.Recoveries,
        };
    }

    private sealed record Start(
        PreparedJob Prepared,
        string Folder,
        RunDirectory Directory,
        Task Deposed,
        DiskWatch Disk,
        RunSnapshots Snapshots,
        RunMetrics Metrics,
        ComputePlan Compute,
        int WorkersHere);
}
