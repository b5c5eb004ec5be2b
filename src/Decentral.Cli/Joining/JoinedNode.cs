using Decentral.Actors;
using Decentral.Actors.Local.Compute;
using Decentral.Actors.Membership;
using Decentral.Actors.Nodes;
using Decentral.Actors.Nodes.Spokes;
using Decentral.Cli.Presentation;
using Decentral.Cli.Runs;
using Decentral.Torch;
using Decentral.Training.Archives;
using Decentral.Training.Formats;
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
    private static readonly RunNames Names = new();
    private static readonly TimeSpan BetweenAttemptsTold = TimeSpan.FromMinutes(1);

    private string? _toldReason;
    private long _toldAt;

    /// <summary>Takes part; joins again as often as the hub has given this node up.</summary>
    /// <exception cref="JoinRefusedException">The hub does not take this node.</exception>
    public async Task<NodeOutcome> RunAsync(CancellationToken stopRequested)
    {
        while (true)
        {
            try
            {
                var outcome = await TakePartAsync(stopRequested);
                if (outcome != NodeOutcome.Removed)
                {
                    return outcome;
                }
            }
            catch (OperationCanceledException) when (stopRequested.IsCancellationRequested)
            {
                return NodeOutcome.Stopped;
            }
        }
    }

    private async Task<NodeOutcome> TakePartAsync(CancellationToken stopRequested)
    {
        var failure = new TaskCompletionSource<NodeOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var identity = settings.Hub.Scheme == Uri.UriSchemeHttps
            ? NodeKeyFolder.Open(settings)
            : null;
        view.Say($"joining {settings.Hub.GetLeftPart(UriPartial.Authority)} as {settings.Name}");
        await using var system = await NodeActorSystem.JoinAsync(
            new NodesOptions
            {
                Node = new NodeId(settings.Name),
                Messages = TrainingMessages.Catalogue,
                TimeProvider = time,
                Profile = new MemberProfile(settings.Workers, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes),
                RootFailureObserver = failed => failure.TrySetException(failed.Cause),
            },
            new JoinOptions
            {
                Hub = settings.Hub,
                Others = settings.OtherHubs,
                Identity = identity,
                Authorities = settings.Authorities,
                ClientCertificate = settings.ClientCertificate,
                AttemptFailed = TellOfAttempt,
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
        var archive = new RemoteArchive(system, Names);
        using var fetched = await FetchedJob.FetchAsync(archive, settings, view, ending);
        var job = fetched.Trainable;
        var compute = ComputePlan.For(settings.Compute, settings.Workers, Environment.ProcessorCount);
        using var lanes = new ComputeLanes(new ComputeLanesOptions
        {
            Count = compute.Lanes,
            ThreadStarted = _ => TorchSeam.SetLaneThreads(compute.Threads),
        });
        var watch = new NodeWatch(view);
        var agent = new NodeOptions
        {
            Start = system.Self.Incarnation,
            MailboxCapacity = job.Job.Limits.Mailbox,
            MaxReplacements = job.Job.Limits.Recoveries,
            Places = settings.Workers,
            Placed = (worker, life) => new WorkerOptions
            {
                Worker = worker,
                Incarnation = life,
                Lane = lanes.CreateLane(),
                Snapshots = archive,
                Replica = () => job.Replicate(TrainableJob.CreateDecoder),
            },
            Observer = watch,
            Names = Names,
        };
        view.Say($"training on {job.Device}, {Units.Plural(compute.Lanes, "lane")} of {Units.Plural(compute.Threads, "thread")}");
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
