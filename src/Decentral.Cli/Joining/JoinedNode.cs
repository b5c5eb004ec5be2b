using Decentral.Actors;
using Decentral.Actors.Local.Compute;
using Decentral.Actors.Membership;
using Decentral.Actors.Nodes;
using Decentral.Actors.Nodes.Spokes;
using Decentral.Cli.Hosting;
using Decentral.Cli.Presentation;
using Decentral.Cli.Runs;
using Decentral.Torch;
using Decentral.Training.Archives;
using Decentral.Pipeline.Formats;
using Decentral.Pipeline.Protocol;
using Decentral.Training.Jobs;
using Decentral.Training.Protocol;
using Decentral.Training.Supervision;
using Decentral.Training.Workers;

namespace Decentral.Cli.Joining;

/// <summary>A process that takes part in a run of another machine, until the run or the person ends it.</summary>
/// <param name="settings">How.</param>
/// <param name="view">Shows what happens.</param>
/// <param name="time">The clock.</param>
internal sealed class JoinedNode(NodeSettings settings, INodeView view, TimeProvider time)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMinutes(1);
    private static readonly RunNames Names = new();
    private static readonly TimeSpan BetweenAttemptsTold = TimeSpan.FromMinutes(1);

    private string? _toldReason;
    private long _toldAt;

    /// <summary>By the clock on the wall, which hours go by.</summary>
    private DateTime Now => time.GetLocalNow().DateTime;

    /// <summary>Takes part; joins again as often as the hub has given this node up.</summary>
    /// <exception cref="JoinRefusedException">The hub does not take this node.</exception>
    public async Task<NodeOutcome> RunAsync(CancellationToken stopRequested)
    {
        while (true)
        {
            using var leaving = CancellationTokenSource.CreateLinkedTokenSource(stopRequested);
            var closing = Task.CompletedTask;
            try
            {
                if (settings.Policy.Hours is { } hours)
                {
                    await AwaitOpening(hours, stopRequested);
                    closing = LeaveAtClosing(hours, leaving);
                }

                var outcome = await TakePartAsync(leaving.Token);
                if (outcome != NodeOutcome.Removed)
                {
                    return outcome;
                }
            }
            catch (OperationCanceledException) when (leaving.IsCancellationRequested)
            {
                if (stopRequested.IsCancellationRequested)
                {
                    return NodeOutcome.Stopped;
                }
            }
            finally
            {
                await leaving.CancelAsync();
                await closing;
            }
        }
    }

    /// <summary>Waits until the owner lends the machine.</summary>
    private async Task AwaitOpening(OpenHours hours, CancellationToken stopRequested)
    {
        if (!hours.IsOpenAt(Now))
        {
            view.Say($"resting until {hours.NextChange(Now):ddd HH:mm}, as --hours says");
            await AwaitChange(hours, isOpen: false, stopRequested);
        }
    }

    /// <summary>Has the node leave when the owner wants the machine back.</summary>
    private async Task LeaveAtClosing(OpenHours hours, CancellationTokenSource leaving)
    {
        try
        {
            await AwaitChange(hours, isOpen: true, leaving.Token);
            await leaving.CancelAsync();
        }
        catch (OperationCanceledException)
        {
            // It leaves for another reason.
        }
    }

    /// <summary>By looks at the clock: it may be set meanwhile, or the machine sleep, when timers stand still.</summary>
    private async Task AwaitChange(OpenHours hours, bool isOpen, CancellationToken cancellationToken)
    {
        while (hours.IsOpenAt(Now) == isOpen)
        {
            var left = hours.NextChange(Now) - Now + TimeSpan.FromSeconds(1) ?? BetweenLooks;
            await Task.Delay(left < BetweenLooks ? left : BetweenLooks, time, cancellationToken);
        }
    }

    private async Task<NodeOutcome> TakePartAsync(CancellationToken stopRequested)
    {
        var failure = new TaskCompletionSource<NodeOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var identity = settings.Hub.Scheme == Uri.UriSchemeHttps
            ? NodeKeyFolder.Open(settings)
            : null;
        view.Say($"joining {settings.Hub.GetLeftPart(UriPartial.Authority)} as {settings.Name}");
        await using var system = await JoinAsync(
            new NodesOptions
            {
                Node = new NodeId(settings.Name),
                Messages = PipelineMessages.WithTraining,
                TimeProvider = time,
                Profile = new MemberProfile(settings.Workers, settings.Policy.MemoryHere),
                ReceiveBytes = Math.Min(NodesOptions.DefaultReceiveBytes, settings.Policy.MemoryHere),
                IdlePayloadBytes = Math.Min(NodesOptions.DefaultIdlePayloadBytes, settings.Policy.MemoryHere / 4),
                BulkSendLimit = settings.Policy.Uplink,
                BulkReceiveLimit = settings.Policy.Downlink,
                RootFailureObserver = failed => failure.TrySetException(failed.Cause),
            },
            new JoinOptions
            {
                Hub = settings.Hub,
                Others = settings.OtherHubs,
                Peers = settings.Peers,
                Identity = identity,
                Authorities = settings.Authorities,
                ClientCertificate = settings.ClientCertificate,
                AttemptFailed = TellOfAttempt,
                BulkWayChanged = TellOfWay,
            },
            stopRequested);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopRequested);
        var removed = EndOnRemoval(system, ending);
        try
        {
            return await await Task.WhenAny(ServeAsync(system, ending.Token), failure.Task);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested && !stopRequested.IsCancellationRequested)
        {
            view.Say($"{await removed}; joining again", isWarning: true);
            return NodeOutcome.Removed;
        }
    }

    private static async Task<NodeActorSystem> JoinAsync(
        NodesOptions options, JoinOptions join, CancellationToken stopRequested)
    {
        try
        {
            return await NodeActorSystem.JoinAsync(options, join, stopRequested);
        }
        catch (IOException error) when (join.Peers is not null)
        {
            throw new MistakeException(
                $"--listen-peers: {join.Peers.Listen.GetLeftPart(UriPartial.Authority)} cannot be listened at: "
                + $"{error.Message.TrimEnd('.')}. End what listens there, or choose another port.");
        }
    }

    private void TellOfWay(NodeId node, string? reason) => view.Say(
        $"bulk data with {node} goes " + (reason is null ? "directly" : $"through the hub: {reason}"));

    /// <summary>Tells of each reason once, and from then on now and then that it still is so.</summary>
    private void TellOfAttempt(string reason, TimeSpan _)
    {
        if (reason == _toldReason && time.GetElapsedTime(_toldAt) < BetweenAttemptsTold)
        {
            return;
        }

        (_toldReason, _toldAt) = (reason, time.GetTimestamp());
        view.Say($"the hub cannot be reached: {reason}; it is tried for as long as it takes",
            isWarning: true);
    }

    private static async Task<string> EndOnRemoval(NodeActorSystem system, CancellationTokenSource ending)
    {
        var reason = await system.Removed;
        await ending.CancelAsync();
        return reason;
    }

    private async Task<NodeOutcome> ServeAsync(NodeActorSystem system, CancellationToken ending)
    {
        view.Say($"joined: {Units.Plural(system.Members.Count, "member")}");
        if (settings.Peers is not null)
        {
            view.Say("other nodes may dial this one at "
                + (system.PeerAddresses.Count > 0 ? string.Join(", ", system.PeerAddresses) : "no address of this machine"));
        }

        var archive = new RemoteArchive(system, Names);
        using var fetched = await FetchedJob.FetchAsync(archive, settings, view, ending);
        var job = fetched.Trainable;
        var compute = ComputePlan.For(settings.Compute, settings.Workers, Environment.ProcessorCount);
        using var lanes = new ComputeLanes(new ComputeLanesOptions
        {
            Count = compute.Lanes,
            ThreadStarted = _ => TorchSeam.SetLaneThreads(compute.Threads),
        });
        using var copying = new ComputeLanes(StagedJob.Copying);
        view.Say($"training on {job.Device}, {Units.Plural(compute.Lanes, "lane")} of {Units.Plural(compute.Threads, "thread")}");
        var measures = await new NodeMeter(settings.KeyFolder, settings.Policy, view, time).MeasureAsync(
            archive, job, fetched.Digest, lanes.CreateLane(), ending);
        var watch = new NodeWatch(view, StagedJob.Is(job.Job));
        var shards = job.Composition.Shards(lanes.CreateLane());
        var staged = StagedJob.Is(job.Job) ? new StagedJob(job) : null;
        var agent = new NodeOptions
        {
            Start = system.Self.Incarnation,
            MailboxCapacity = job.Job.Limits.Mailbox,
            MaxReplacements = job.Job.Limits.Recoveries,
            Places = settings.Workers,
            Placed = (worker, life, isAnew) => staged is not null
                ? staged.CreateMember(new MemberId(worker.Value), life, lanes.CreateLane(), copying.CreateLane(), archive, node => node == system.Hub)
                : new WorkerOptions
                {
                    Worker = worker,
                    Incarnation = life,
                    Snapshots = archive,
                    BeginsAnew = isAnew,
                    Model = _ => new LaneModel(
                        () => job.Replicate(TrainableJob.CreateDecoder), lanes.CreateLane(), job.Composition.Schedule),
                    Schedule = job.Composition.Schedule,
                    IsCommander = node => node == system.Hub,
                    SecondsPerStep = measures.SecondsPerStep,
                }.CreateActor(),
            IsCommander = node => node == system.Hub,
            Fragments = shards.Count,
            PlacedShard = job.Job.Sync.Shards == ShardPlacementKind.Members
                ? shard => shards[shard.Fragment.Value](shard.Incarnation)
                : null,
            Measures = measures,
            Observer = watch,
            Names = Names,
        };
        system.Spawn("node", () => new NodeAgent(agent));
        try
        {
            await watch.Finished.WaitAsync(ending);
            return NodeOutcome.Finished;
        }
        finally
        {
            // Before the tokens and the lanes go, on which its workers are at work.
            await system.ShutDown();
        }
    }
}
