using System.Buffers;
using Decentral.Actors;
using Decentral.Actors.Compute;
using Decentral.Actors.Transfers;
using Decentral.Training.Monitoring;
using Decentral.Training.Protocol;

namespace Decentral.Training.Workers;

/// <summary>
/// Trains one replica. Orders, publications and requests are noted as they come; <see cref="Advance"/> then starts the one
/// thing that is due on the lane, and never two at once, so that the replica is only ever touched between steps.
/// </summary>
internal sealed class Worker : Actor,
    IReceive<PartsRead>, IReceive<ReplicaBuilt>, IReceive<LaneDone>, IReceive<LaneFailed>, IReceive<ReportDue>,
    IReceive<CallRoll>, IReceive<StartAnew>, IReceive<CatchUp>, IReceive<StartRound>, IReceive<Evaluate>, IReceive<SaveSnapshot>,
    IReceive<PauseTraining>,
    IReceive<StepTrained>, IReceive<UpdateEncoded>, IReceive<ContributionTaken>, IReceive<RequestContribution>,
    IReceive<Transferred<PublishedHeader>>, IReceive<VersionReached>,
    IReceive<RequestState>, IReceive<StateExported>, IReceive<Transferred<SharedStateHeader>>,
    IReceive<HeldOutPart>, IReceive<PartCopied>, IReceive<PartWritten>,
    IReceive<TransferCompleted>, IReceive<TransferFailed>
{
    /// <summary>The only fragment so far: whole-model rounds.</summary>
    private static readonly FragmentId Fragment = new(0);

    private readonly WorkerOptions _options;
    private readonly Agenda _agenda = new();
    private readonly List<(ActorRef Receiver, Term Term, Round Version)> _stateRequests = [];
    private readonly Dictionary<TransferId, ActorRef> _exporting = [];
    private readonly Publications _publications = new();
    private WorkerReplica? _replica;
    private RoundWork? _work;
    private Term _term;
    private bool _isLaneBusy;
    private bool _isMoving;
    private bool _isRollCallDue;
    private Term _confirmed;
    private StepTime _stepTime;
    private SendState _sendState;
    private TransferId _sending;
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
        _stepTime = new StepTime(options.SecondsPerStep, Since: default);
    }

    private string OwnPart => _options.Worker.ToString();

    private ActorRef Coordinator => Context.Named(_options.Names.Coordinator);

    private ActorRef Shard => Context.Named(RunNames.Shard(Fragment));

    private Round Version => _replica!.Version;

    protected override void Started()
    {
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
        if (_replica is { } replica)
        {
            _ = DisposeOf(replica, _options.Lane);
        }
    }

    public void Receive(PartsRead message) => OnLane(default, () =>
    {
        using (message)
        {
            return Build(message);
        }
    });

    public void Receive(ReplicaBuilt message)
    {
        _replica = message.Replica;
        _work = message.Work;
        Report();
        LaneIsFree();
    }

    public void Receive(LaneDone message) => LaneIsFree();

    public void Receive(LaneFailed message) => throw new WorkerFailedException(
        $"{_options.Worker} failed in {Doing()}: {message.Error.Message}", message.Error);

    public void Receive(ReportDue message)
    {
        Context.Schedule(_options.ReportInterval, message);
        if (_sendState == SendState.Arrived)
        {
            _sendState = SendState.Due;
        }

        if (_replica is not null && !_isMoving)
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
        if (Obeys(message) && _replica is not null && message.Version > Version && !_isMoving
            && !_publications.LeadOnFrom(Version) && !IsFetchingFromAnother(message.Donor))
        {
            _fetching = (message.Donor, Context.Now + _options.FetchPatience);
            Context.Tell(message.Donor, new RequestState(message.Term, message.Version));
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
        var work = _work!;
        var header = new ContributionHeader(
            Fragment, message.Round, work.Opened, _options.Worker, _options.Incarnation, work.Tokens, work.MeanLoss)
        {
            SkippedSteps = work.SkippedSteps,
            Base = message.Base,
        };
        _sending = Context.Transfer(Shard, header, message.Update);
        LaneIsFree();
    }

    public void Receive(ContributionTaken message)
    {
        if (message.Round == _work?.Round)
        {
            _sendState = SendState.Taken;
        }
    }

    public void Receive(RequestContribution message)
    {
        if (message.Round == _work?.Round && _sendState != SendState.UnderWay)
        {
            _sendState = SendState.Due;
            Advance();
        }
    }

    public void Receive(TransferCompleted message)
    {
        _exporting.Remove(message.Transfer);
        if (message.Transfer == _sending && _sendState == SendState.UnderWay)
        {
            _sendState = SendState.Arrived;
        }
    }

    public void Receive(TransferFailed message)
    {
        _exporting.Remove(message.Transfer);
        // Tried again when the next report is due, as a shard that is gone takes a moment to come back.
        if (message.Transfer == _sending && _sendState == SendState.UnderWay)
        {
            _sendState = SendState.Arrived;
        }
    }

    public void Receive(Transferred<PublishedHeader> message)
    {
        if (message.Header.Term < _term || _replica is null || message.Header.Round <= Version)
        {
            message.Dispose();
            return;
        }

        _publications.Add(message);
        Advance();
    }

    public void Receive(Transferred<SharedStateHeader> message)
    {
        _fetching = null;
        var isOfUse = message.Header.Term >= _term && _replica is not null && message.Header.Version > Version;
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
        _work = null;
        LaneIsFree();
    }

    public void Receive(RequestState message)
    {
        if (_exporting.ContainsValue(Sender))
        {
            // It asks again as long as it lacks a version, which on a slow link is as long as the transfer takes.
            return;
        }

        _stateRequests.RemoveAll(request => request.Receiver == Sender);
        _stateRequests.Add((Sender, message.Term, message.Version));
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
        if (_isLaneBusy || _replica is null)
        {
            return;
        }

        AnswerRollCall();
        if (_isPaused)
        {
            return;
        }

        _ = TryPause() || TryMove() || TryExport() || TryFollowOrder() || TryTrain() || TryContribute();
    }

    private void AnswerRollCall()
    {
        if (_isRollCallDue)
        {
            _isRollCallDue = false;
            Report();
        }
    }

    private bool TryPause() => _pause is { } pause && Save(pause.Snapshot, isPause: true, withGlobal: true);

    private bool TryMove()
    {
        if (_import is { } import)
        {
            _import = null;
            return Move(() =>
            {
                using (import)
                {
                    _replica!.Import(import.Payload.Bytes);
                }
            });
        }

        return _publications.TryTakeNext(Version, out var publication) && Move(() =>
        {
            using (publication)
            {
                var header = publication.Header;
                _replica!.Apply(publication.Payload.Bytes.Span, header.TokensThrough, header.Digest);
            }
        });
    }

    private bool Move(Action move)
    {
        _isMoving = true;
        return OnLane(new ComputeCost(0, _replica!.UpdateLength), () =>
        {
            move();
            return new VersionReached(_replica.Version);
        });
    }

    private bool TryExport()
    {
        _stateRequests.RemoveAll(request => request.Version < Version);
        var index = _stateRequests.FindIndex(request => request.Version == Version);
        if (index < 0)
        {
            return false;
        }

        var (receiver, term, version) = _stateRequests[index];
        _stateRequests.RemoveAt(index);
        return OnLane(
            new ComputeCost(0, _replica!.UpdateLength),
            () => new StateExported(receiver, new SharedStateHeader(term, version), _replica.Export()));
    }

    private bool TryFollowOrder()
    {
        while (_agenda.TryPeek(out var order))
        {
            var version = order switch
            {
                StartRound start => start.Round.Previous,
                Evaluate evaluate => evaluate.Version,
                SaveSnapshot save => save.Version,
                _ => throw new InvalidOperationException($"{order.GetType().Name} is not an order for the agenda."),
            };
            if (version > Version)
            {
                return false;
            }

            _agenda.RemoveFirst();
            if (version == Version && Follow(order))
            {
                return true;
            }
        }

        return false;
    }

    /// <returns>Whether the lane is at work for it.</returns>
    private bool Follow(WorkerOrder order) => order switch
    {
        StartRound start => Begin(start),
        Evaluate evaluate when !IsMeasured(evaluate) && IsAtBoundary(evaluate) => Measure(evaluate),
        SaveSnapshot save when _saving != save.Snapshot && IsAtBoundary(save) => SaveVersion(save),
        _ => false,
    };

    private bool Begin(StartRound order)
    {
        _confirmed = order.Term;
        if (_work is not null && _work.Obeys(order))
        {
            if (_work.Opened != order.Opened)
            {
                _work = _work with { Opened = order.Opened };
                _sendState = SendState.Due;
            }

            return false;
        }

        var hasTrained = _work is not null;
        _work = new RoundWork(order.Round, order.Opened, order.Steps, order.Lease, order.Pace);
        _sendState = SendState.Due;
        return hasTrained && OnLane(new ComputeCost(0, _replica!.UpdateLength), () =>
        {
            _replica.Reset();
            return new LaneDone();
        });
    }

    private Task<bool> WriteParts(PartCopied copied)
    {
        var own = _options.Snapshots.Write(copied.Snapshot, OwnPart, copied.Own);
        return copied.Global is null
            ? own
            : Both(own, _options.Snapshots.Write(copied.Snapshot, SavedModel.GlobalPart, copied.Global));
    }

    /// <summary>
    /// Whether the replica is at the version, or can go back to it: work that the order's term has not confirmed is of a round
    /// that was given up.
    /// </summary>
    private bool IsAtBoundary(WorkerOrder order) => _work is null || order.Term > _confirmed;

    private bool Measure(Evaluate order)
    {
        var isAhead = _work is not null;
        return OnLane(new ComputeCost(order.Windows.Count, 0), () =>
        {
            var (lossSum, tokens) = isAhead ? _replica!.EvaluateVersion(order.Windows) : _replica!.Evaluate(order.Windows);
            return new HeldOutPart(_options.Worker, order.Version, order.Windows, lossSum, tokens);
        });
    }

    private bool IsMeasured(Evaluate order) => _measured?.Version == order.Version && _measured.Windows == order.Windows;

    private bool SaveVersion(SaveSnapshot order)
    {
        var isAhead = _work is not null;
        _work = null;
        return Save(order.Snapshot, isPause: false, order.WithGlobal, isAhead);
    }

    private bool Save(string snapshot, bool isPause, bool withGlobal, bool isDropping = false)
    {
        var work = _work;
        _saving = snapshot;
        return OnLane(new ComputeCost(0, _replica!.UpdateLength), () =>
        {
            if (isDropping)
            {
                _replica.Reset();
            }

            return new PartCopied(
                snapshot,
                isPause,
                _replica.Save(work, withGlobal: isPause),
                withGlobal && !isPause ? _replica.Export() : null);
        });
    }

    private bool TryTrain()
    {
        if (_work is not { IsTrained: false } work || _confirmed == default)
        {
            return false;
        }

        var samples = work.NextSamples;
        var tokens = work.Pace.TokensThrough(work.StepsDone);
        _stepTime = _stepTime.Began(Context.Now);
        return OnLane(new ComputeCost(samples.Sum(range => range.Count), 0), () =>
            new StepTrained(_replica!.Train(samples, tokens)));
    }

    private bool TryContribute()
    {
        if (_work is not { IsTrained: true } work || _sendState != SendState.Due)
        {
            return false;
        }

        _sendState = SendState.UnderWay;
        return OnLane(new ComputeCost(0, _replica!.UpdateLength), () =>
        {
            var length = _replica.UpdateLength;
            var memory = MemoryPool<byte>.Shared.Rent(length);
            _replica.EncodeUpdate(memory.Memory.Span[..length]);
            return new UpdateEncoded(work.Round, new Payload(memory, length), _replica.DigestVersion());
        });
    }

    private void Note(WorkerOrder order)
    {
        if (Obeys(order))
        {
            _agenda.Add(order);
            Advance();
        }
    }

    /// <summary>Whether an order is of the present term; a higher one makes its term the present.</summary>
    private bool Obeys(WorkerOrder order)
    {
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

    private void Report() => Context.Tell(Coordinator, new WorkerReport(
        _options.Worker,
        _options.Incarnation,
        _term,
        Version,
        _work?.Round ?? Round.Zero,
        _work?.Opened ?? default,
        _work?.StepsDone ?? 0,
        _work?.IsTrained ?? false,
        _saving,
        Self)
    {
        Digest = _replica!.Digest,
        SecondsPerStep = _stepTime.Seconds,
    });

    /// <summary>Nobody owns the replica before it is handed over: one that cannot be restored goes at once.</summary>
    private ReplicaBuilt Build(PartsRead parts)
    {
        var replica = _options.Replica();
        try
        {
            return new ReplicaBuilt(replica, replica.Restore(parts.Own, parts.Global));
        }
        catch
        {
            replica.Dispose();
            throw;
        }
    }

    private bool OnLane<TMessage>(ComputeCost cost, Func<TMessage> work)
        where TMessage : notnull
    {
        _isLaneBusy = true;
        Context.PipeToSelf<TMessage, object>(
            _options.Lane.Run(cost, work), message => message, error => new LaneFailed(error));
        return true;
    }

    private void LaneIsFree()
    {
        _isLaneBusy = false;
        Advance();
    }

    /// <summary>Behind whatever the lane still does with it, or at once where the lanes are closed.</summary>
    private static async Task DisposeOf(WorkerReplica replica, IComputeLane lane)
    {
        var disposal = lane.Run(default, () =>
        {
            replica.Dispose();
            return true;
        });
        await Task.WhenAny(disposal).ConfigureAwait(false);
        if (!disposal.IsCompletedSuccessfully)
        {
            replica.Dispose();
        }
    }

    private static async Task<bool> Both(Task<bool> first, Task<bool> second) => await first && await second;

    private string Doing() => _replica is null ? "building its replica" : _work is null
        ? $"version {Version}"
        : $"round {_work.Round}, step {_work.StepsDone} of {_work.Steps}";
}
