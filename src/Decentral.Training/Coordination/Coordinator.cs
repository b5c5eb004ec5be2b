using System.Diagnostics;
using Decentral.Actors;
using Decentral.Actors.EventSourcing;
using Decentral.Actors.Messages;
using Decentral.Training.Coordination.Commands;
using Decentral.Training.Coordination.Effects;
using Decentral.Training.Coordination.Events;
using Decentral.Training.Monitoring;
using Decentral.Training.Protocol;
using Decentral.Training.Workers;

namespace Decentral.Training.Coordination;

/// <summary>
/// One per run: admits workers, issues data leases, opens and commits rounds, keeps the ledger. All of that is decided by
/// <see cref="CoordinatorBehavior"/>; here messages become commands, and effects become messages.
/// </summary>
internal sealed class Coordinator
    : EventSourcedActor<CoordinatorState, CoordinatorCommand, CoordinatorEvent, CoordinatorEffect>,
    IReceive<WorkerReport>, IReceive<ShardReport>, IReceive<FragmentReduced>, IReceive<HeldOutPart>,
    IReceive<SnapshotPartSaved>, IReceive<SnapshotSealed>, IReceive<SnapshotGivenUp>, IReceive<SealFailed>, IReceive<GatheringIsLate>,
    IReceive<RoundIsLate>,
    IReceive<NodeReport>, IReceive<ContributionRefused>, IReceive<StagesRecovered>, IReceive<RequestStop>, IReceive<Terminated>
{
    private readonly CoordinatorOptions _options;
    private readonly Dictionary<ActorRef, (WorkerId Worker, Incarnation Incarnation)> _watched = [];
    private readonly Dictionary<string, ActorRef> _agents = [];
    private readonly HashSet<ActorRef> _watchedAgents = [];
    private CoordinatorPhase? _toldPhase;

    public Coordinator(CoordinatorOptions options)
        : base(new CoordinatorBehavior(options.Plan), new EventSourcedOptions<CoordinatorEvent>
        {
            Journal = options.Journal,
            Stream = options.Stream,
            Serializer = new CoordinatorEventSerializer(),
        }) => _options = options;

    private ActorRef Monitor => Context.Named(_options.Names.Monitor);

    public void Receive(WorkerReport message)
    {
        if (!IsHost(message))
        {
            return;
        }

        if (_watched.TryAdd(message.Reference, (message.Worker, message.Incarnation)))
        {
            Context.Watch(message.Reference);
        }

        Submit(new TakeReport(message));
    }

    public void Receive(Terminated message)
    {
        if (_watched.Remove(message.Actor, out var lost))
        {
            Submit(new LoseWorker(lost.Worker, lost.Incarnation, "is gone"));
        }
        else if (_watchedAgents.Remove(message.Actor))
        {
            Submit(new LoseNode(message.Actor));
        }
    }

    public void Receive(NodeReport message)
    {
        var report = new TakeNodeReport(Sender, message, IsHome: Sender.Address.Node == Self.Address.Node);
        _agents[report.Node] = report.Agent;
        if (_options.Plan.SpreadsShards && _watchedAgents.Add(report.Agent))
        {
            Context.Watch(report.Agent);
        }

        Submit(report);
    }

    public void Receive(ShardReport message)
    {
        if (IsHost(message))
        {
            Submit(new TakeShardReport(message));
        }
    }

    public void Receive(ContributionRefused message)
    {
        if (IsShard(message.Fragment))
        {
            Submit(new TakeRefusal(message));
        }
    }

    public void Receive(StagesRecovered message)
    {
        if (State.Members.TryGetValue(message.Worker, out var member)
            && member.Report is { } report && report.Reference.Address.Node == Sender.Address.Node)
        {
            Submit(new TakeStagesRecovered(message));
        }
    }

    public void Receive(FragmentReduced message)
    {
        if (IsShard(message.Fragment))
        {
            Submit(new TakeReduction(message));
        }
    }

    public void Receive(HeldOutPart message) => Submit(new TakeHeldOutPart(message));

    public void Receive(SnapshotPartSaved message) => Submit(new TakeSavedPart(message));

    public void Receive(SnapshotSealed message) => Submit(new TakeSnapshot(message.Round, message.Snapshot));

    public void Receive(SnapshotGivenUp message)
    {
        if (State.Duties?.Saving?.Snapshot == message.Snapshot)
        {
            throw new InvalidOperationException($"Snapshot {message.Snapshot} has no part that could be completed.");
        }
    }

    public void Receive(SealFailed message) => throw new InvalidOperationException(
        $"A snapshot could not be completed: {message.Error.Message}", message.Error);

    public void Receive(GatheringIsLate message)
    {
        if (message.IsOverdue(Context.Now))
        {
            EndGatheringAfter(message.Limit, message.Term);
        }
        else
        {
            Submit(new EndGathering(message.Term));
        }
    }

    public void Receive(RoundIsLate message) => Submit(new CloseRound(message.Round, message.Opened));

    public void Receive(RequestStop message) => Submit(new StopRun());

    protected override void Recovered() => Submit(new BeginRun());

    protected override void Applied(CoordinatorEvent happened)
    {
        // What is not journaled is of no interest to a person, but for a phase that it begins: a stop, training after a roll call.
        if (happened.IsDurable || State.Phase != _toldPhase)
        {
            _toldPhase = State.Phase;
            Context.Tell(Monitor, new LedgerAdvanced(happened.IsDurable ? happened : null, RunStanding.Of(State)));
        }
    }

    protected override void Run(CoordinatorEffect effect)
    {
        switch (effect)
        {
            case OrderWorker order:
                if (State.Members.TryGetValue(order.Worker, out var member) && member.Report is { } report)
                {
                    Expect(order, report.Reference.Address.Node);
                    Context.Tell(report.Reference, order.Order);
                }

                break;
            case TurnAway away:
                Context.Tell(away.Worker, new StartAnew(State.Term));
                break;
            case AnswerNode answer:
                Context.Tell(answer.Agent, answer.Answer);
                break;
            case OrderShard order:
                Context.Tell(
                    State.Shards.TryGetValue(order.Fragment, out var shard)
                        ? shard.Reference
                        : Context.Named(RunNames.Shard(order.Fragment)),
                    order.Order);
                break;
            case LimitGathering limit:
                EndGatheringAfter(limit.After, limit.Term);
                break;
            case LimitRound limit:
                Context.Schedule(limit.After, new RoundIsLate(limit.Round, limit.Opened));
                break;
            case SealSnapshot seal:
                Context.PipeToSelf<bool, object>(
                    _options.Snapshots.Seal(seal.Snapshot, seal.Round),
                    isDurable => isDurable
                        ? new SnapshotSealed(seal.Round, seal.Snapshot)
                        : new SnapshotGivenUp(seal.Snapshot),
                    error => new SealFailed(error));
                break;
            case EndRun end:
                foreach (var agent in _agents.Values)
                {
                    Context.Tell(agent, new RunIsOver(end.IsFinished));
                }

                Context.Tell(Monitor, new RunEnded(end.IsFinished, RunStanding.Of(State)));
                break;
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>Whether a worker lives where its place was given, and speaks for itself.</summary>
    private bool IsHost(WorkerReport report) => Sender == report.Reference
        && ((State.Places.TryGetValue(report.Worker, out var place) && place.Node == Sender.Address.Node.Name)
            || _options.Home is not { } home
            || (Sender.Address.Node == home && report.Worker.Value < _options.Plan.HomeWorkers));

    /// <summary>Whether a shard lives where it was placed, and speaks for itself.</summary>
    private bool IsHost(ShardReport report) => Sender == report.Reference
        && (_options.Plan.SpreadsShards && State.ShardPlaces.TryGetValue(report.Fragment, out var place)
            ? place.Node == Sender.Address.Node.Name
            : _options.Home is not { } home || Sender.Address.Node == home);

    private bool IsShard(FragmentId fragment) =>
        State.Shards.TryGetValue(fragment, out var shard) && shard.Reference == Sender;

    /// <summary>Says which parts of a snapshot an order is for.</summary>
    private void Expect(OrderWorker order, NodeId node)
    {
        if (order.Order is PauseTraining pause)
        {
            _options.Snapshots.Expect(pause.Snapshot, order.Worker.ToString(), node);
        }
        else if (order.Order is SaveSnapshot save)
        {
            _options.Snapshots.Expect(save.Snapshot, order.Worker.ToString(), node);
            if (save.WithGlobal)
            {
                _options.Snapshots.Expect(save.Snapshot, SavedModel.GlobalPart, node);
            }
        }
    }

    private void EndGatheringAfter(TimeSpan limit, Term term) =>
        Context.Schedule(limit, new GatheringIsLate(term, limit, Context.Now + limit));
}
