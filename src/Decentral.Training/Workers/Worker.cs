using System.Collections.Immutable;
using Decentral.Actors;
using Decentral.Actors.Transfers;
using Decentral.Training.Monitoring;
using Decentral.Training.Protocol;

namespace Decentral.Training.Workers;

/// <summary>
/// Trains one replica. Orders, publications and requests are noted as they come; <see cref="Advance"/> then starts the one
/// thing that is due on the lane, and never two at once, so that the replica is only ever touched between steps.
/// </summary>
internal sealed class Worker : Actor,
    IReceive<PartsRead>, IReceive<ModelBuilt>, IReceive<LaneDone>, IReceive<LaneFailed>, IReceive<ReportDue>,
    IReceive<CallRoll>, IReceive<StartAnew>, IReceive<CatchUp>, IReceive<MeetShards>, IReceive<StartRound>, IReceive<Evaluate>, IReceive<SaveSnapshot>,
    IReceive<PauseTraining>,
    IReceive<StepTrained>, IReceive<UpdateEncoded>, IReceive<ContributionTaken>, IReceive<RequestContribution>,
    IReceive<Transferred<PublishedHeader>>, IReceive<VersionReached>,
    IReceive<RequestState>, IReceive<StateExported>, IReceive<Transferred<SharedStateHeader>>,
    IReceive<HeldOutPart>, IReceive<PartCopied>, IReceive<PartWritten>,
    IReceive<TransferCompleted>, IReceive<TransferFailed>
{
    private readonly WorkerOptions _options;
    private readonly Agenda _agenda = new();
    private readonly List<(ActorRef Receiver, RequestState Request)> _stateRequests = [];
    private readonly Dictionary<TransferId, ActorRef> _exporting = [];
    private readonly Publications _publications;
    private IWorkerModel? _model;
    private bool _isBuilt;
    private RoundWork? _work;
    private readonly OutgoingUpdates _outgoing;

    /// <summary>The last opening of each fragment that was trained to its end, by which an order is known to be an old one.</summary>
    private readonly Dictionary<FragmentId, Opening> _trained = [];
    private Transferred<PublishedHeader>? _applied;
    private Term _term;
    private bool _isLaneBusy;
    private bool _isMoving;
    private bool _isRollCallDue;
    private Term _confirmed;
    private Term _met;
    private ImmutableArray<ActorRef> _shards = [];
    private StepTime _stepTime;
    private (ActorRef Donor, DateTimeOffset Until)? _fetching;
    private Transferred<SharedStateHeader>? _import;
    private PauseTraining? _pause;
    private bool _isPaused;
    private string? _saving;
    private string? _saved;
    private HeldOutPart? _measured;

    public Worker(WorkerOptions options)
    {
        _options = options;
        _publications = new Publications(options.Schedule.IsAsynchronous);
        _outgoing = new OutgoingUpdates(options.Schedule);
        _stepTime = new StepTime(options.SecondsPerStep, Since: default);
    }

    private string OwnPart => _options.Worker.ToString();

    private ActorRef Coordinator => Context.Named(_options.Names.Coordinator);

    private FragmentSchedule Schedule => _options.Schedule;

    private Round Version => _model!.Version;

    protected override void Started()
    {
        _model = _options.Model(Context);
        if (_options.BeginsAnew)
        {
            Receive(new PartsRead(null, null));
        }
        else
        {
            Context.PipeToSelf<IReadOnlyList<Payload?>, object>(
                _options.Snapshots.ReadNewest([OwnPart, SavedModel.GlobalPart]),
                parts => new PartsRead(parts[0], parts[1]),
                error => new LaneFailed(error));
        }

        Context.Schedule(_options.ReportInterval, new ReportDue());
    }

    protected override void Stopped()
    {
        _publications.Dispose();
        _import?.Dispose();
        _outgoing.Dispose();
        _applied?.Dispose();
        _model?.Dispose();
    }

    public void Receive(PartsRead message) => Await(_model!.Restore(message), progress => new ModelBuilt(progress));

    public void Receive(ModelBuilt message)
    {
        _isBuilt = true;
        var progress = message.Progress;
        _work = progress.Work;
        foreach (var (header, update) in progress.Outgoing.Zip(progress.Updates))
        {
            _outgoing.Add(new OutgoingUpdate(header, update));
        }

        _applied = progress.Applied is { } applied ? new Transferred<PublishedHeader>(applied, progress.Aggregate!) : null;
        Report();
        LaneIsFree();
    }

    public void Receive(LaneDone message) => LaneIsFree();

    public void Receive(LaneFailed message) => throw new WorkerFailedException(
        $"{_options.Worker} failed in {Doing()}: {message.Error.Message}", message.Error);

    public void Receive(ReportDue message)
    {
        Context.Schedule(_options.ReportInterval, message);
        foreach (var outgoing in _outgoing.Where(outgoing => outgoing.State == SendState.Arrived))
        {
            outgoing.State = SendState.Due;
        }

        if (_isBuilt && !_isMoving)
        {
            Report();
        }

        Advance();
    }

    public void Receive(CallRoll message)
    {
        if (Obeys(message))
        {
            _isRollCallDue = true;
            Advance();
        }
    }

    public void Receive(StartAnew message)
    {
        if (Obeys(message))
        {
            throw new TurnedAwayException($"{_options.Worker} was turned away with version {Version}: it begins anew.");
        }
    }

    public void Receive(CatchUp message)
    {
        if (Obeys(message) && _isBuilt && message.Version > Version && !_isMoving
            && !_publications.LeadOnFrom(Version) && !IsFetchingFromAnother(message.Donor))
        {
            _fetching = (message.Donor, Context.Now + _options.FetchPatience);
            Context.Tell(message.Donor, new RequestState(message.Term, message.Version, Version));
        }
    }

    public void Receive(MeetShards message)
    {
        if (Obeys(message))
        {
            var before = _shards;
            (_met, _shards) = (message.Term, message.Shards);
            foreach (var outgoing in _outgoing.Where(outgoing => ShardOf(outgoing, before) != ShardOf(outgoing, _shards)))
            {
                outgoing.State = SendState.Due;
            }

            Advance();
        }
    }

    public void Receive(StartRound message) => Note(message);

    public void Receive(Evaluate message)
    {
        if (IsMeasured(message))
        {
            Context.Tell(Coordinator, _measured!);
        }
        else
        {
            Note(message);
        }
    }

    public void Receive(SaveSnapshot message)
    {
        if (_saved == message.Snapshot)
        {
            Context.Tell(Coordinator, new SnapshotPartSaved(_options.Worker, message.Snapshot));
        }
        else if (_saving != message.Snapshot)
        {
            Note(message);
        }
    }

    public void Receive(PauseTraining message)
    {
        if (_saved == message.Snapshot)
        {
            Context.Tell(Coordinator, new SnapshotPartSaved(_options.Worker, message.Snapshot));
        }
        else if (Obeys(message) && !_isPaused)
        {
            _pause = message;
            Advance();
        }
    }

    public void Receive(StepTrained message)
    {
        _work = _work!.With(message.Outcome);
        _stepTime = _stepTime.Ended(Context.Now);
        Context.Tell(Context.Named(_options.Names.Monitor), new StepReported(_options.Worker, _work.Round, message.Outcome));
        LaneIsFree();
    }

    public void Receive(UpdateEncoded message)
    {
        _work = null;
        var outgoing = new OutgoingUpdate(message.Header, message.Update);
        _trained[Schedule.FragmentOf(outgoing.Work.Round)] = new Opening(outgoing.Work.Round, outgoing.Work.Opened);
        _outgoing.Add(outgoing);
        Send(outgoing);
        LaneIsFree();
    }

    public void Receive(ContributionTaken message)
    {
        if (_outgoing.Of(message.Round) is { } outgoing)
        {
            outgoing.State = SendState.Taken;
        }
    }

    public void Receive(RequestContribution message)
    {
        if (_outgoing.Of(message.Round) is { State: not SendState.UnderWay } outgoing)
        {
            Send(outgoing);
        }
    }

    public void Receive(TransferCompleted message) => EndTransfer(message.Transfer);

    // Tried again when the next report is due, as a shard that is gone takes a moment to come back.
    public void Receive(TransferFailed message) => EndTransfer(message.Transfer);

    public void Receive(Transferred<PublishedHeader> message)
    {
        if (message.Header.Term < _term || !_isBuilt || message.Header.Round <= Version)
        {
            message.Dispose();
            return;
        }

        _fetching = null;
        _publications.Add(message);
        Advance();
    }

    public void Receive(Transferred<SharedStateHeader> message)
    {
        _fetching = null;
        var isOfUse = message.Header.Term >= _term && _isBuilt && message.Header.Version > Version;
        if (!isOfUse || _import is not null || _isMoving)
        {
            message.Dispose();
            return;
        }

        _import = message;
        Advance();
    }

    public void Receive(VersionReached message)
    {
        _isMoving = false;
        if (!Schedule.IsAsynchronous)
        {
            DropWorkThrough(message);
        }

        Keep(message.Applied);
        LaneIsFree();
    }

    /// <summary>What led to the version, or was overtaken by it, is done with.</summary>
    private void DropWorkThrough(VersionReached message)
    {
        var isImport = message.Applied is null;
        if (isImport || _work?.Round <= message.Version)
        {
            _work = null;
        }

        _outgoing.Drop(outgoing => isImport || outgoing.Work.Round <= message.Version);
    }

    public void Receive(RequestState message)
    {
        if (_exporting.ContainsValue(Sender))
        {
            // It asks again as long as it lacks a version, which on a slow link is as long as the transfer takes.
            return;
        }

        _stateRequests.RemoveAll(request => request.Receiver == Sender);
        _stateRequests.Add((Sender, message));
        Advance();
    }

    public void Receive(StateExported message)
    {
        _exporting.Add(Context.Transfer(message.Receiver, message.Header, message.State), message.Receiver);
        LaneIsFree();
    }

    public void Receive(HeldOutPart message)
    {
        _measured = message;
        Context.Tell(Coordinator, message);
        LaneIsFree();
    }

    public void Receive(PartCopied message)
    {
        _isPaused = message.IsPause;
        Context.PipeToSelf<bool, object>(
            WriteParts(message), _ => new PartWritten(message.Snapshot), error => new LaneFailed(error));
        LaneIsFree();
    }

    public void Receive(PartWritten message)
    {
        _saved = message.Snapshot;
        Context.Tell(Coordinator, new SnapshotPartSaved(_options.Worker, message.Snapshot));
    }

    /// <summary>Starts whatever is due, if the lane is free.</summary>
    private void Advance()
    {
        if (_isLaneBusy || !_isBuilt)
        {
            return;
        }

        AnswerRollCall();
        if (_isPaused)
        {
            return;
        }

        SendWhatIsDue();

        // Orders come before what moves the replica on: a round that overlaps the one before is begun from where that ended.
        _ = TryEncode() || TryPause() || TryFollowOrder() || TryMove() || TryTakeUp() || TryExport() || TryTrain();
    }

    private void AnswerRollCall()
    {
        if (_isRollCallDue)
        {
            _isRollCallDue = false;
            Report();
        }
    }

    /// <summary>What is to be taken up at this step is taken up before: it may be held by nobody else.</summary>
    private bool TryPause() => _pause is { } pause && !(MayApply() && _publications.LeadOnFrom(Version))
        && Save(pause.Snapshot, isPause: true, withGlobal: true);

    private bool TryMove()
    {
        if (_import is { } import)
        {
            _import = null;
            var isIdle = _work is null && _outgoing.Last is null;
            return Move(_model!.Import(import.Payload, isIdle), applied: null);
        }

        var hasContributed = Schedule.IsAsynchronous || _outgoing.Last?.Work.Round >= Version.Next;
        return MayApply() && _publications.TryTakeNext(Version, out var publication)
            && Move(_model!.Apply(publication.Header, publication.Payload, hasContributed), publication);
    }

    /// <summary>
    /// Whether the replica is where it takes up the next version: between rounds, or τ inner steps into the one after. Neither
    /// earlier, whenever it may come, nor later: what a run gives is not to depend on how fast a link was. One that trains on its own
    /// clock follows the versions as they come, and begins its next round from the newest.
    /// </summary>
    private bool MayApply() => Schedule.IsAsynchronous || _work is not { } work || work.Round <= Version.Next
        || work.StepsDone >= Schedule.OverlapIn(work.Round, work.Steps);

    private bool Move(Task<Round> move, Transferred<PublishedHeader>? applied)
    {
        _isMoving = true;
        return Await(move, version => new VersionReached(version, applied), failed: () => applied?.Dispose());
    }

    /// <summary>
    /// Where replicas keep something of their own from round to round, whoever lacks but one version is to go on by the aggregate, as
    /// all others did, and not by the state that it led to.
    /// </summary>
    private void Keep(Transferred<PublishedHeader>? applied)
    {
        _applied?.Dispose();
        _applied = _model!.KeepsNothing && !Schedule.Overlaps ? null : applied;
        if (_applied is null)
        {
            applied?.Dispose();
        }
    }

    private bool TryExport()
    {
        _stateRequests.RemoveAll(asked => asked.Request.Version < Version);
        var index = _stateRequests.FindIndex(asked => asked.Request.Version == Version);
        if (index < 0)
        {
            return false;
        }

        var (receiver, (term, version, held)) = _stateRequests[index];
        _stateRequests.RemoveAt(index);
        if (held == version.Previous && _applied is { } applied && applied.Header.Round == version)
        {
            _exporting.Add(
                Context.Transfer(receiver, applied.Header with { Term = term }, applied.Payload.Share()), receiver);
            return TryExport();
        }

        return Await(_model!.Export(), state => new StateExported(receiver, new SharedStateHeader(term, version), state));
    }

    private bool TryFollowOrder()
    {
        while (_agenda.TryTake(IsDue, out var order))
        {
            if (Follow(order))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether it can be carried out, or no longer can be.</summary>
    private bool IsDue(WorkerOrder order) => order switch
    {
        StartRound start => IsDue(start),
        Evaluate evaluate => evaluate.Version <= Version,
        SaveSnapshot save => save.Version <= Version,
        _ => throw new InvalidOperationException($"{order.GetType().Name} is not an order for the agenda."),
    };

    /// <summary>A round is begun from the version before it; where schedules overlap, when the round before is trained.</summary>
    private bool IsDue(StartRound start) => Schedule.IsInterleaved ? IsTurnOf(start) : start.Round <= Version.Next
        || (Schedule.Overlaps && start.Round.Previous == Version.Next && (_work is null || _work.Round >= start.Round)
            && (!start.Continues || _work?.Round == start.Round || _outgoing.Last?.Work.Round == start.Round.Previous));

    /// <summary>
    /// Whether one on its own clock comes to a round now: it takes its leases in their order, one fragment after the other, and begins none
    /// before the round before the one before it is over.
    /// </summary>
    private bool IsTurnOf(StartRound start) => _work is { } work
        ? start.Round == work.Round || _outgoing.Of(start.Round) is not null
        : start.Round.Previous <= Version.Next && _agenda.Find<StartRound>(other => other.Round < start.Round && IsNews(other)) is null;

    /// <returns>Whether the lane is at work for it.</returns>
    private bool Follow(WorkerOrder order) => order switch
    {
        StartRound start when Schedule.IsAsynchronous => IsNews(start) && Begin(start),
        StartRound start when start.Round > Version => Begin(start),
        Evaluate evaluate when evaluate.Version == Version && !IsMeasured(evaluate) => Measure(evaluate),
        SaveSnapshot save when save.Version == Version && _saving != save.Snapshot => SaveVersion(save),
        _ => false,
    };

    /// <summary>Whether an order is not of a round before the one that it is at, or was last at of the same fragment.</summary>
    private bool IsNews(StartRound order)
    {
        if (!Schedule.IsInterleaved)
        {
            return (_work ?? _outgoing.Last?.Work) is not { } work || order.Opened > work.Opened
                || (order.Opened == work.Opened && order.Round >= work.Round);
        }

        return _outgoing.Of(order.Round) is not null || !_trained.TryGetValue(Schedule.FragmentOf(order.Round), out var trained)
            || order.Opened > trained.Opened || (order.Opened == trained.Opened && order.Round > trained.Round);
    }

    private bool Begin(StartRound order)
    {
        _confirmed = order.Term;
        if (IsAtIt(order))
        {
            return false;
        }

        if (Schedule.IsInterleaved)
        {
            var isGivenUp = _work is { StepsDone: > 0 };
            _work = WorkOf(order);
            return TakeUp(order, isGivenUp);
        }

        var outgoingRound = _outgoing.Last?.Work.Round ?? Round.Zero;
        var isWithdrawn = outgoingRound >= order.Round
            || (Schedule.IsAsynchronous && _outgoing.Last is not null && !order.Continues);
        var hasBeenGivenUp = _work is not null || isWithdrawn;
        if (isWithdrawn || Schedule.IsAsynchronous)
        {
            _outgoing.Clear();
        }

        _work = WorkOf(order);
        var withdrawn = isWithdrawn ? outgoingRound : order.Continues ? Round.Zero : order.Round.Previous;
        return (hasBeenGivenUp || !order.Continues || Schedule.IsAsynchronous) && Await(_model!.Reset([withdrawn]), _ => new LaneDone());
    }

    /// <summary>Whether what an order is for is trained already, or being trained; it is so under the order's term from now on.</summary>
    private bool IsAtIt(StartRound order)
    {
        if (_outgoing.Of(order.Round) is { } outgoing && outgoing.Work.Obeys(order))
        {
            if (outgoing.Work.Opened != order.Opened)
            {
                outgoing.Reopen(order.Opened);
                SendWhatIsDue();
            }

            return true;
        }

        if (_work is null || !_work.Obeys(order))
        {
            return false;
        }

        _work = _work with { Opened = order.Opened };
        return true;
    }

    private static RoundWork WorkOf(StartRound order) =>
        new(order.Round, order.Opened, order.Steps, order.Lease, order.Pace) { Continues = order.Continues };

    /// <summary>
    /// Where members train on their own clocks by fragments: takes up the fragment of a round whose order says what became of the
    /// update before it, as soon as the version that this led to is there.
    /// </summary>
    private bool TryTakeUp() => Schedule.IsInterleaved
        && _agenda.Find<StartRound>(order => IsNews(order) && IsToBeTakenUp(order)) is { } order && TakeUp(order);

    /// <summary>Whether the outcome of a fragment's last update is there, and not yet taken up.</summary>
    private bool IsToBeTakenUp(StartRound order)
    {
        var outcome = order.Round.Value - Schedule.Fragments;
        return Version.Value >= outcome && _model!.TakenUp(Schedule.FragmentOf(order.Round)).Value < outcome;
    }

    private bool TakeUp(StartRound order, bool isGivenUp = false)
    {
        var fragment = Schedule.FragmentOf(order.Round);
        var sent = _outgoing.Of(fragment)?.Work.Round;
        var isInVain = sent is not null && (!order.Continues || sent >= order.Round);
        if (!isGivenUp && !isInVain && !IsToBeTakenUp(order))
        {
            return false;
        }

        var withdrawn = isInVain ? sent!.Value : Round.Zero;
        _outgoing.Drop(outgoing => outgoing.Work.Round == sent);
        return Await(_model!.TakeUp(fragment, isAnew: isGivenUp || isInVain || sent is null, withdrawn), _ => new LaneDone());
    }

    private Task<bool> WriteParts(PartCopied copied)
    {
        var own = _options.Snapshots.Write(copied.Snapshot, OwnPart, copied.Own);
        return copied.Global is null
            ? own
            : Both(own, _options.Snapshots.Write(copied.Snapshot, SavedModel.GlobalPart, copied.Global));
    }

    private bool Measure(Evaluate order) => Await(_model!.Evaluate(order.Windows), measured =>
        new HeldOutPart(_options.Worker, order.Version, order.Windows, measured.LossSum, measured.Tokens));

    private bool IsMeasured(Evaluate order) => _measured?.Version == order.Version && _measured.Windows == order.Windows;

    /// <summary>
    /// Saves a version with what has been trained since. Work that the order's term has not confirmed is of a round that was given
    /// up: the replica goes back to the version.
    /// </summary>
    private bool SaveVersion(SaveSnapshot order)
    {
        ImmutableArray<Round>? dropped = order.Term > _confirmed && (_work is not null || _outgoing.Last is not null)
            ? [.. _outgoing.Select(outgoing => outgoing.Work.Round)]
            : null;
        if (dropped is not null)
        {
            _work = null;
            _outgoing.Clear();
            _trained.Clear();
        }

        return Save(order.Snapshot, isPause: false, order.WithGlobal, dropped);
    }

    private bool Save(string snapshot, bool isPause, bool withGlobal, ImmutableArray<Round>? dropped = null)
    {
        var progress = new WorkerProgress
        {
            Work = _work,
            Outgoing = [.. _outgoing.Select(outgoing => outgoing.Header)],
            Updates = [.. _outgoing.Select(outgoing => outgoing.Update.Share())],
            Applied = isPause ? _applied?.Header : null,
            Aggregate = isPause ? _applied?.Payload.Share() : null,
        };
        _saving = snapshot;
        return Await(
            _model!.Save(snapshot, progress, dropped, ownHasGlobal: isPause, withGlobal && !isPause),
            saved => new PartCopied(snapshot, isPause, saved.Own, saved.Global));
    }

    private bool TryTrain()
    {
        if (_work is not { IsTrained: false } work || _confirmed == default
            || (!Schedule.IsAsynchronous && work.Round.Previous > Version && work.StepsDone >= Schedule.OverlapIn(work.Round, work.Steps)))
        {
            return false;
        }

        _stepTime = _stepTime.Began(Context.Now);
        return Await(_model!.Train(work), trained => new StepTrained(trained));
    }

    /// <summary>
    /// Encodes what a round has trained, before anything else is done with the replica. Where outcomes come a round late, that of the
    /// round before is waited for, and taken up after this: nothing would be left to send otherwise.
    /// </summary>
    private bool TryEncode()
    {
        if (_work is not { IsTrained: true } work
            || (!Schedule.IsAsynchronous && work.Round.Previous > Version && !(Schedule.IsOneRoundLate(work.Round) && _publications.LeadOnFrom(Version))))
        {
            return false;
        }

        return Await(_model!.EncodeUpdate(work), encoded => new UpdateEncoded(encoded.Header, encoded.Update));
    }

    private void SendWhatIsDue()
    {
        foreach (var outgoing in _outgoing.Where(outgoing => outgoing.State == SendState.Due))
        {
            Send(outgoing);
        }
    }

    private void Send(OutgoingUpdate outgoing)
    {
        if (ShardOf(outgoing, _shards) is not { } shard)
        {
            // Trained before this life of the worker: the coordinator says where it goes.
            return;
        }

        var work = outgoing.Work;
        var header = new ContributionHeader(
            Schedule.FragmentOf(work.Round), work.Round, work.Opened, _options.Worker, _options.Incarnation, work.Tokens, work.MeanLoss)
        {
            Weight = outgoing.Header.Weight,
            SkippedSteps = work.SkippedSteps,
            Base = outgoing.Header.Base,
            BaseVersion = outgoing.Header.BaseVersion,
        };
        outgoing.State = SendState.UnderWay;
        outgoing.Transfer = Context.Transfer(shard, header, outgoing.Update.Share());
    }

    private ActorRef? ShardOf(OutgoingUpdate outgoing, ImmutableArray<ActorRef> shards)
    {
        var fragment = Schedule.FragmentOf(outgoing.Work.Round).Value;
        return fragment < shards.Length ? shards[fragment] : null;
    }

    private void EndTransfer(TransferId transfer)
    {
        _exporting.Remove(transfer);
        foreach (var outgoing in _outgoing.Where(outgoing => outgoing.State == SendState.UnderWay && outgoing.Transfer == transfer))
        {
            outgoing.State = SendState.Arrived;
        }
    }

    private void Note(WorkerOrder order)
    {
        if (Obeys(order))
        {
            _agenda.Add(order);
            Advance();
        }
    }

    /// <summary>
    /// Whether an order is of the present term, and from whom it can be; a higher term becomes the present one.
    /// </summary>
    private bool Obeys(WorkerOrder order)
    {
        if (!_options.IsCommander(Sender.Address.Node))
        {
            return false;
        }

        if (order.Term > _term)
        {
            _term = order.Term;
            _agenda.Clear();
            DropWhatIsOlder();

            // The run was paused, and goes on with workers that outlived the pause.
            (_pause, _isPaused) = (null, false);
        }

        return order.Term == _term;
    }

    /// <summary>Whether another donor was asked, not long ago; one that has the state under way is not to be doubled.</summary>
    private bool IsFetchingFromAnother(ActorRef donor) =>
        _fetching is { } fetching && fetching.Donor != donor && Context.Now < fetching.Until;

    /// <summary>
    /// Drops what came in a lower term and waits for the lane: the roll call is answered first, and what follows from the
    /// answer may undo the version that it leads to.
    /// </summary>
    private void DropWhatIsOlder()
    {
        _publications.DropBefore(_term);
        if (_import?.Header.Term < _term)
        {
            _import.Dispose();
            _import = null;
        }
    }

    private void Report()
    {
        var work = _work ?? _outgoing.Last?.Work;
        Context.Tell(Coordinator, new WorkerReport(
            _options.Worker,
            _options.Incarnation,
            _term,
            Version,
            work?.Round ?? Round.Zero,
            work?.Opened ?? default,
            work?.StepsDone ?? 0,
            work?.IsTrained ?? false,
            _saving,
            Self)
        {
            Digest = _model!.Digest,
            SecondsPerStep = _stepTime.Seconds,
            Pending = [.. _outgoing.Select(outgoing => new Opening(outgoing.Work.Round, outgoing.Work.Opened))],
            Continues = work?.Continues ?? false,
            Met = _met,
        });
    }

    /// <returns>True: the lane is at work.</returns>
    private bool Await<TResult, TMessage>(Task<TResult> work, Func<TResult, TMessage> done, Action? failed = null)
        where TMessage : notnull
    {
        _isLaneBusy = true;
        Context.PipeToSelf<TResult, object>(work, result => done(result), error =>
        {
            failed?.Invoke();
            return new LaneFailed(error);
        });
        return true;
    }

    private void LaneIsFree()
    {
        _isLaneBusy = false;
        Advance();
    }

    private static async Task<bool> Both(Task<bool> first, Task<bool> second) => await first && await second;

    private string Doing() => !_isBuilt ? "building its replica" : _work is null
        ? $"version {Version}"
        : $"round {_work.Round}, step {_work.StepsDone} of {_work.Steps}";
}
