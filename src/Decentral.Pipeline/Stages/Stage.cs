using System.Collections.Immutable;
using Decentral.Actors;
using Decentral.Actors.Compute;
using Decentral.Actors.Transfers;
using Decentral.Models.Stages;
using Decentral.Pipeline.Protocol;
using Decentral.Training.Protocol;

namespace Decentral.Pipeline.Stages;

/// <summary>
/// Has a range of layers. Orders, activations and requests are noted as they come; <see cref="Advance"/> then starts the one thing that is
/// due on the lane, and never two at once, so that parameters are only ever touched between steps.
/// </summary>
internal sealed partial class Stage : Actor,
    IReceive<ReportDue>, IReceive<FormStage>, IReceive<LeaveStage>, IReceive<BeginStep>, IReceive<ApplyStep>,
    IReceive<Transferred<ActivationHeader>>, IReceive<SlotsFreed>, IReceive<Transferred<TiedHeader>>,
    IReceive<RequestAtoms>, IReceive<Transferred<AtomsHeader>>, IReceive<Transferred<CopyHeader>>,
    IReceive<StageReady>, IReceive<PassMade>, IReceive<GradientReady>, IReceive<TiedTaken>, IReceive<TiedMerged>, IReceive<StepBegun>, IReceive<StepApplied>,
    IReceive<StateRead>, IReceive<LaneFailed>,
    IReceive<MeasureLoss>, IReceive<Transferred<MeasuredHeader>>, IReceive<LossTaken>,
    IReceive<SaveAtoms>, IReceive<AtomsRead>, IReceive<AtomsWritten>, IReceive<SavedRead>,
    IReceive<TransferCompleted>, IReceive<TransferFailed>, IReceive<SendAgain>
{
    /// <summary>A backward pass makes two products where a forward pass makes one.</summary>
    private const int ForwardCost = 1;
    private const int BackwardCost = 2;

    private readonly StageOptions _options;
    private readonly AtomTable _table;
    private readonly StateCopies _copies = new();
    private readonly Outbox _outbox = new();
    private readonly List<AskedFor> _requests = [];

    /// <summary>What came for a step that was not ordered yet.</summary>
    private readonly List<Transferred<ActivationHeader>> _early = [];

    private Term _term;
    private Epoch _epoch;
    private PipelineForm? _form;
    private FormRoutes? _routes;
    private Formation? _formation;
    private StageReplica? _replica;
    private StateStamp _stamp;
    private double _learningRateScale = 1;
    private StepRunning? _running;
    private StepRun? _run;
    private BeginStep? _begin;
    private ApplyStep? _apply;
    private ApplyStep? _applied;
    private Transferred<TiedHeader>? _tiedGradient;
    private Transferred<TiedHeader>? _tiedValues;
    private Protection _protectionDue;
    private bool _isTiedDue;
    private AskedFor? _reading;
    private bool _isLaneBusy;

    /// <summary>Whether state is being copied out beside the passes, so that it must not change.</summary>
    private bool _isCopying;

    public Stage(StageOptions options)
    {
        _options = options;
        _table = new AtomTable(options.Model);
    }

    private ActorRef Conductor => Context.Named(_options.Conductor);

    private bool IsFormed => _formation is null && _form is not null;

    /// <summary>Which stage it has.</summary>
    private int Stand => _form!.StageOf(_options.Member)!.Value;

    private StageSeat Seat => _form!.Seats[Stand];

    /// <summary>Whether it has a copy of an embedding that is another's.</summary>
    private bool HasTiedCopy => IsTied && _form!.Last == Seat;

    /// <summary>Whether another has a copy of its embedding.</summary>
    private bool OwnsTied => IsTied && _form!.First == Seat;

    private bool IsTied => _options.Model.TiedName is not null && _form!.First != _form.Last;

    /// <summary>The state that the steps to come follow.</summary>
    private StateStamp Base => _formation?.Order.Stamp ?? _stamp;

    /// <summary>Where it stands, for a person who looks for a fault.</summary>
    public override string ToString() =>
        $"{_options.Member} {_options.Incarnation}: epoch {_epoch}, {(IsFormed ? "formed" : "not formed")}, {_stamp}, " +
        $"lane {(_isLaneBusy ? "busy" : "free")}, running {_running?.Order.Step} due {_running?.Progress.Due}, gradient {_run?.Step}, " +
        $"to begin {_begin?.Step}, to apply {_apply?.Step}, missing {string.Join(", ", _formation?.Missing ?? [])}, " +
        $"asked by {string.Join(", ", _requests)}, copies {string.Join(", ", _copies.Ids.Select(id => (id.Owner, id.Stamp)))}";

    protected override void Started() => Receive(new ReportDue());

    protected override void Stopped()
    {
        _copies.Dispose();
        _outbox.Dispose();
        _errands.Dispose();
        EndRunning();
        DropEarly();
        _formation?.Dispose();
        if (_replica is { } replica)
        {
            _ = DisposeOf(replica);
        }
    }

    public void Receive(ReportDue message)
    {
        Context.Schedule(_options.ReportInterval, message);
        Report();
        AskForMissing();
        foreach (var (edge, total) in _running?.Progress.Taken ?? [])
        {
            TellFreed(edge, total);
        }
    }

    public void Receive(FormStage message)
    {
        if (!Obeys(message) || message.Epoch < _epoch || (message.Epoch == _epoch && _form is not null)
            || message.Form.StageOf(_options.Member) is null)
        {
            return;
        }

        Enter(message.Epoch);
        (_form, _routes, _formation) = (message.Form, new FormRoutes(message.Form), new Formation(message));
        _copies.DropAfter(message.Stamp);
        ReadSaved(message);
        AskForMissing();
        Advance();
    }

    public void Receive(LeaveStage message)
    {
        if (Obeys(message) && message.Epoch > _epoch)
        {
            // What it has may be asked for in the epoch that follows the one in which it had a stage.
            var isOfUse = _form is not null;
            Enter(message.Epoch);
            (_form, _routes) = (null, null);
            if (!isOfUse && !_isLaneBusy && !_isCopying)
            {
                GiveUpState();
            }

            Report();
        }
    }

    public void Receive(BeginStep message)
    {
        if (Obeys(message) && message.Epoch == _epoch && message.Step > Base.Step && !(message.Step <= _begin?.Step)
            && message.Step != _running?.Order.Step)
        {
            _begin = message;
            Advance();
        }
    }

    public void Receive(ApplyStep message)
    {
        if (Obeys(message) && message.Epoch == _epoch && message.Step == Base.Step + 1)
        {
            _apply = message;
            Advance();
        }
    }

    public void Receive(Transferred<ActivationHeader> message)
    {
        var header = message.Header;
        if (_running is { } running && running.Attempt == new StepAttempt(header.Epoch, header.Step))
        {
            running.Progress.Arrive(header.Pass, message.Payload);
            Advance();
        }
        else if (header.Epoch > _epoch || (header.Epoch == _epoch && header.Step > Base.Step && _running is null))
        {
            // As many as there are slots: whoever gives them waits for those to be used up.
            DropEarlyBefore(header.Epoch);
            _early.Add(message);
        }
        else
        {
            message.Dispose();
        }
    }

    public void Receive(SlotsFreed message)
    {
        if (_running is { } running && running.Attempt == new StepAttempt(message.Epoch, message.Step))
        {
            running.Progress.Free(message.Edge, message.Total);
            Advance();
        }
    }

    public void Receive(Transferred<TiedHeader> message)
    {
        var header = message.Header;
        if (header.Epoch < _epoch || (header.Epoch == _epoch && header.Step < Base.Step))
        {
            message.Dispose();
            return;
        }

        ref var place = ref header.IsGradient ? ref _tiedGradient : ref _tiedValues;
        var isOlder = place is { Header: var other } && (header.Epoch, header.Step).CompareTo((other.Epoch, other.Step)) < 0;
        (isOlder ? message : place)?.Dispose();
        place = isOlder ? place : message;
        Advance();
    }

    public void Receive(RequestAtoms message)
    {
        // One asks again as long as it has not come, which on a slow link is as long as it takes.
        ImmutableArray<ModelAtom> wanted = [.. message.Atoms.Except(OnItsWay(Sender, message))];
        if (message.Epoch >= _epoch && !wanted.IsEmpty)
        {
            _requests.RemoveAll(asked => asked.Receiver == Sender && asked.Request.Stamp == message.Stamp);
            _requests.Add(new AskedFor(Sender, message with { Atoms = wanted }));
            Advance();
        }
    }

    public void Receive(Transferred<AtomsHeader> message)
    {
        if (_formation is { } formation && message.Header.Epoch == _epoch)
        {
            formation.Add(message);
            Advance();
        }
        else
        {
            message.Dispose();
        }
    }

    public void Receive(Transferred<CopyHeader> message)
    {
        var (epoch, id, steps) = message.Header;
        if (epoch < _epoch || message.Payload.Bytes.Length != AtomState.LengthOf(_table, id.Atoms))
        {
            message.Dispose();
            return;
        }

        _copies.Add(new StateCopy(id, steps, message.Payload));
        Context.Tell(Conductor, new CopyKept(_options.Member, id));
    }

    public void Receive(StageReady message)
    {
        _isLaneBusy = false;
        var order = message.Order;
        (_replica, _stamp, _learningRateScale, _run) = (message.Replica, order.Stamp, order.LearningRateScale, null);
        _saved = order.Saved;
        if (message.Before is { } before)
        {
            _copies.Add(before);
            Context.Tell(Conductor, new CopyKept(_options.Member, before.Id));
        }

        // Another epoch may have begun meanwhile, for which this is what the member holds.
        if (order == _formation?.Order)
        {
            _formation.Dispose();
            _formation = null;
            (_protectionDue, _isTiedDue) = (order.Protects, OwnsTied);
            Context.Tell(Conductor, new StageFormed(_options.Member, _epoch));
        }

        Advance();
    }

    public void Receive(PassMade message)
    {
        _isLaneBusy = false;
        if (_running is not { } running || running.Attempt != message.Run)
        {
            message.Dispose();
            Advance();
            return;
        }

        running.LossSum += message.Loss;
        var receiver = running.Progress.ReceiverOf(message.Pass);
        var freed = running.Progress.End(message.Pass, receiver is null ? message.Made : null);
        if (receiver is { } pass && message.Made is { } made)
        {
            _outbox.Send(Context, new ParcelTo<ActivationHeader>(
                _epoch, made, _form!.Seats[_routes!.Routes.StageOf(pass)].Stage, new ActivationHeader(_epoch, running.Order.Step, pass)));
        }

        if (freed is { } slot)
        {
            TellFreed(slot.Edge, slot.Total);
        }

        Advance();
    }

    public void Receive(TiedTaken message)
    {
        _isLaneBusy = false;
        var receiver = message.IsGradient ? _form?.First : _form?.Last;
        if (message.Run.Epoch != _epoch || receiver is null)
        {
            message.Dispose();
        }
        else
        {
            _outbox.Send(Context, new ParcelTo<TiedHeader>(
                _epoch, message.Values, receiver.Stage, new TiedHeader(_epoch, message.Run.Step, message.IsGradient)));
        }

        MarkTied(message.Run, message.IsGradient);
        Advance();
    }

    public void Receive(TiedMerged message)
    {
        _isLaneBusy = false;
        MarkTied(message.Run, isGradient: true);
        Advance();
    }

    public void Receive(StepBegun message)
    {
        _isLaneBusy = false;
        Advance();
    }

    public void Receive(GradientReady message)
    {
        _isLaneBusy = false;
        if (_running is { } running && running.Attempt == message.Run)
        {
            var loss = running.LossSum / running.Order.Microbatches.Length;
            _run = new StepRun(_options.Member, _epoch, running.Order.Step, message.Norm, loss);
            EndRunning();
            Context.Tell(Conductor, _run);
        }

        Advance();
    }

    public void Receive(StepApplied message)
    {
        _isLaneBusy = false;
        _stamp = new StateStamp(message.Order.Epoch, message.Order.Step);
        _applied = message.Order;
        (_run, _apply) = (null, null);
        if (message.Order.Epoch == _epoch)
        {
            (_protectionDue, _isTiedDue) = (message.Order.Protects, OwnsTied);
            _copies.DropBefore(message.Order.KeepFrom);
        }

        Advance();
    }

    public void Receive(StateRead message)
    {
        if (message.IsBeside)
        {
            _isCopying = false;
        }
        else
        {
            (_isLaneBusy, _reading) = (false, null);
        }

        var copy = message.Copy;
        if (message.Asked is null && (copy.Id.Stamp != _stamp || !IsFormed))
        {
            message.Dispose();
        }
        else if (message.Asked is { } asked)
        {
            var header = new AtomsHeader(asked.Request.Epoch, copy.Id.Stamp, copy.Id.Atoms, copy.OptimizerSteps);
            _outbox.Send(Context, new ParcelTo<AtomsHeader>(asked.Request.Epoch, copy.State, asked.Receiver, header));
        }
        else
        {
            Keep(copy);
        }

        Advance();
    }

    public void Receive(LaneFailed message) => throw new StageFailedException(
        $"{_options.Member} failed behind {_stamp}: {message.Error.Message}", message.Error);

    public void Receive(TransferCompleted message) => _outbox.Completed(message.Transfer);

    public void Receive(TransferFailed message)
    {
        if (_outbox.Failed(message.Transfer) is { } parcel)
        {
            Context.Schedule(_options.RetryDelay, new SendAgain(parcel));
        }
    }

    public void Receive(SendAgain message)
    {
        if (message.Parcel.Epoch >= _epoch)
        {
            _outbox.Send(Context, message.Parcel);
        }
        else
        {
            message.Dispose();
        }
    }

    /// <summary>Starts whatever is due, if the lane is free.</summary>
    private void Advance()
    {
        if (!_isLaneBusy)
        {
            _ = TryApply() || TryAnswer() || TryForm() || TrySendTied() || TryProtect() || TryBegin() || TryMergeTied() || TryPass() || TryFinish()
                || TryMeasure() || TrySave();
        }
    }

    /// <summary>Makes the step that was ordered, or that was decided before the epoch ended.</summary>
    private bool TryApply()
    {
        var order = _formation is { } formation ? formation.Order.Outstanding : _apply;
        if (_isCopying || order is null || _run is null || order.Step != _run.Step || order.Epoch != _run.Epoch || order.Step != _stamp.Step + 1)
        {
            return false;
        }

        var rate = order.LearningRate * _learningRateScale;
        return OnLane(new ComputeCost(0, _table.LengthOf(_replica!.Atoms[0]) * sizeof(float)), () =>
        {
            if (order.Scale > 0)
            {
                _replica.Apply(rate, order.Scale);
            }

            return new StepApplied(order);
        });
    }

    /// <summary>Gives others what they lack: from its copies at once, and what it trains by the lane.</summary>
    private bool TryAnswer()
    {
        foreach (var asked in _requests.ToArray())
        {
            AnswerFromCopies(asked);
        }

        var index = _requests.FindIndex(asked => _replica is not null && _stamp == asked.Request.Stamp
            && asked.Request.Atoms.Any(_replica.Atoms.Contains));
        if (index < 0)
        {
            return false;
        }

        var (receiver, request) = _requests[index];
        ImmutableArray<ModelAtom> live = [.. request.Atoms.Where(_replica!.Atoms.Contains)];
        Leave(_requests[index], live);
        return Read(live, new AskedFor(receiver, request with { Atoms = live }));
    }

    /// <summary>What is being read or sent for somebody.</summary>
    private IEnumerable<ModelAtom> OnItsWay(ActorRef receiver, RequestAtoms request) => _outbox.HeadersTo<AtomsHeader>(receiver)
        .Where(header => header.Epoch == request.Epoch && header.Stamp == request.Stamp).SelectMany(header => header.Atoms)
        .Concat(_reading is { } reading && reading.Receiver == receiver && reading.Request.Epoch == request.Epoch
            && reading.Request.Stamp == request.Stamp ? reading.Request.Atoms : []);

    private void AnswerFromCopies(AskedFor asked)
    {
        var (receiver, request) = asked;
        var isLive = _replica is not null && _stamp == request.Stamp;
        var held = request.Atoms.Where(atom => !(isLive && _replica!.Atoms.Contains(atom)))
            .Select(atom => _copies.TryFind(request.Stamp, atom, out var copy) ? (Atom: atom, Copy: copy) : default)
            .Where(found => found.Copy is not null).GroupBy(found => found.Copy).ToArray();
        foreach (var copy in held)
        {
            SendFrom(copy.Key, new AskedFor(receiver, request with { Atoms = [.. copy.Select(found => found.Atom)] }));
        }

        if (held.Length > 0)
        {
            Leave(asked, [.. held.SelectMany(copy => copy.Select(found => found.Atom))]);
        }
    }

    /// <summary>What is left of a request stays until it is there, or of no use any more.</summary>
    private void Leave(AskedFor asked, ImmutableArray<ModelAtom> answered)
    {
        var index = _requests.IndexOf(asked);
        ImmutableArray<ModelAtom> left = [.. asked.Request.Atoms.Except(answered)];
        _requests.RemoveAt(index);
        if (!left.IsEmpty)
        {
            _requests.Insert(index, asked with { Request = asked.Request with { Atoms = left } });
        }
    }

    private void SendFrom(StateCopy copy, AskedFor asked)
    {
        var (epoch, stamp, atoms) = asked.Request;
        var parts = atoms.Select(atom => AtomState.Slice(_table, copy.State.Bytes, copy.Id.Atoms, atom)).ToArray();
        var bytes = new byte[parts.Sum(part => part.Length)];
        var start = 0;
        foreach (var part in parts)
        {
            part.CopyTo(bytes.AsMemory(start));
            start += part.Length;
        }

        _outbox.Send(Context, new ParcelTo<AtomsHeader>(
            epoch, Payload.CopyOf(bytes), asked.Receiver, new AtomsHeader(epoch, stamp, atoms, copy.OptimizerSteps)));
    }

    private bool TryForm()
    {
        if (_isCopying || _formation is not { } formation || !formation.IsComplete || IsStillToApply(formation.Order))
        {
            return false;
        }

        var assembly = new StageAssembly(_options, _table, formation, Seat.Parts, _stamp, _replica, _copies);
        _replica = null;
        return OnLane(new ComputeCost(0, 1), assembly.Build);
    }

    /// <summary>Whether the state that is asked for is the one behind a step whose gradient it has.</summary>
    private bool IsStillToApply(FormStage order) => _run is not null && order.Outstanding is { } outstanding
        && outstanding.Epoch == _run.Epoch && outstanding.Step == _run.Step && _stamp.Step < outstanding.Step
        && order.Stamp.Step == outstanding.Step;

    private bool TryProtect()
    {
        if (_isCopying || _protectionDue == Protection.Nothing || !IsFormed)
        {
            return false;
        }

        ImmutableArray<ModelAtom> atoms = _protectionDue == Protection.Everything
            ? _replica!.Atoms
            : [.. _replica!.Atoms.Where(atom => !atom.IsLayer(_table.Layers))];
        _protectionDue = Protection.Nothing;
        if (_copies.Of(_options.Member, _stamp, atoms) is { } made)
        {
            GiveAway(made);
            return false;
        }

        return !atoms.IsEmpty && (_options.CopyLane is { } lane ? ReadBeside(lane, atoms) : Read(atoms, asked: null));
    }

    /// <summary>Copies out what no pass changes, while they go on.</summary>
    /// <returns>False: the lane is free.</returns>
    private bool ReadBeside(IComputeLane lane, ImmutableArray<ModelAtom> atoms)
    {
        var id = new CopyId(_options.Member, _stamp, [.. atoms.Order()]);
        var replica = _replica!;
        var steps = replica.OptimizerSteps;
        _isCopying = true;
        Context.PipeToSelf<StateRead, object>(
            lane.Run(
                new ComputeCost(0, AtomState.LengthOf(_table, atoms)),
                () => new StateRead(new StateCopy(id, steps, replica.ReadBeside(id.Atoms)), Asked: null) { IsBeside = true }),
            message => message,
            error => new LaneFailed(error));
        return false;
    }

    private bool Read(ImmutableArray<ModelAtom> atoms, AskedFor? asked)
    {
        var id = new CopyId(_options.Member, _stamp, [.. atoms.Order()]);
        var replica = _replica!;
        _reading = asked;
        return OnLane(new ComputeCost(0, AtomState.LengthOf(_table, atoms)), () =>
            new StateRead(new StateCopy(id, replica.OptimizerSteps, replica.Read(id.Atoms)), asked));
    }

    private void Keep(StateCopy copy)
    {
        _copies.Add(copy);
        Context.Tell(Conductor, new CopyKept(_options.Member, copy.Id));
        GiveAway(copy);
    }

    /// <summary>
    /// To the member that has the stage behind, the first one behind the last; but the head alone to the one before, so that the two ends are
    /// with different members.
    /// </summary>
    private void GiveAway(StateCopy copy)
    {
        if (_form is { Seats.Length: > 1 } form)
        {
            var isHeadAlone = Seat == form.Last && !copy.Id.Atoms.Any(atom => atom.IsLayer(_table.Layers));
            var buddy = form.Seats[isHeadAlone ? Stand - 1 : (Stand + 1) % form.Seats.Length];
            _outbox.Send(Context, new ParcelTo<CopyHeader>(
                _epoch, copy.State.Share(), buddy.Stage, new CopyHeader(_epoch, copy.Id, copy.OptimizerSteps)));
        }
    }

    /// <summary>The owner of a tied embedding gives its values to the copy, behind each step and when an epoch begins.</summary>
    private bool TrySendTied()
    {
        if (!_isTiedDue || !IsFormed)
        {
            return false;
        }

        _isTiedDue = false;
        var (replica, name, attempt) = (_replica!, _options.Model.TiedName!, new StepAttempt(_epoch, _stamp.Step));
        return OnLane(default, () => new TiedTaken(attempt, replica.ReadTiedValues(name), IsGradient: false));
    }

    private bool TryBegin()
    {
        if (!IsFormed || _begin is not { } begin || begin.Step != _stamp.Step + 1 || _running is not null || _run is not null
            || (HasTiedCopy && (_isCopying || !HasCome(_tiedValues, _stamp.Step))))
        {
            return false;
        }

        var values = _tiedValues;
        _running = new StepRunning(begin, new StepProgress(_routes!.Routes, _routes.ProgramOf(Stand), _options.Slots));
        (_begin, _tiedValues) = (null, null);
        TakeEarly(_running);
        var (replica, name) = (_replica!, _options.Model.TiedName);
        return OnLane(default, () =>
        {
            replica.BeginStep();
            using (values)
            {
                if (values is not null)
                {
                    replica.WriteTiedValues(name!, values.Payload.Bytes.Span);
                }
            }

            return new StepBegun();
        });
    }

    private bool HasCome(Transferred<TiedHeader>? tied, long step) =>
        tied is not null && tied.Header.Epoch == _epoch && tied.Header.Step == step;

    private void TakeEarly(StepRunning running)
    {
        foreach (var message in _early.ToArray())
        {
            var attempt = new StepAttempt(message.Header.Epoch, message.Header.Step);
            if (attempt == running.Attempt)
            {
                running.Progress.Arrive(message.Header.Pass, message.Payload);
                _early.Remove(message);
            }
        }
    }

    private bool TryPass()
    {
        if (_running is not { } running || running.Progress.Due is not { } pass)
        {
            return false;
        }

        var input = running.Progress.Begin(pass);
        var (attempt, replica, part) = (running.Attempt, _replica!, _routes!.PartOf(pass.Chunk));
        var (samples, count) = (running.Order.Microbatches[pass.Microbatch], running.Order.Microbatches.Length);
        var cost = samples.Count * (pass.Kind == Schedules.PassKind.Forward ? ForwardCost : BackwardCost);
        return OnLane(new ComputeCost(cost, 0), () =>
        {
            using (input)
            {
                var (made, loss) = replica.Run(pass, part, samples, count, input is null ? default : input.Bytes.Span);
                return new PassMade(attempt, pass, made, loss);
            }
        });
    }

    /// <summary>The owner of a tied embedding adds the copy's gradient as soon as its own is whole.</summary>
    private bool TryMergeTied()
    {
        if (_running is not { Progress.IsOver: true, IsTiedDone: false } running || !OwnsTied
            || !HasCome(_tiedGradient, running.Order.Step))
        {
            return false;
        }

        var gradient = _tiedGradient!;
        _tiedGradient = null;
        var (replica, name, attempt) = (_replica!, _options.Model.TiedName!, running.Attempt);
        return OnLane(default, () =>
        {
            using (gradient)
            {
                replica.AddTiedGradient(name, gradient.Payload.Bytes.Span);
                return new TiedMerged(attempt);
            }
        });
    }

    private bool TryFinish()
    {
        if (_running is not { Progress.IsOver: true } running)
        {
            return false;
        }

        var (replica, attempt) = (_replica!, running.Attempt);
        if (HasTiedCopy && !running.IsTiedDone)
        {
            var name = _options.Model.TiedName!;
            return OnLane(default, () => new TiedTaken(attempt, replica.TakeTiedGradient(name), IsGradient: true));
        }

        return (!OwnsTied || running.IsTiedDone) && OnLane(default, () => new GradientReady(attempt, replica.GradientNorm()));
    }

    private void MarkTied(StepAttempt attempt, bool isGradient)
    {
        if (isGradient && _running is { } running && running.Attempt == attempt)
        {
            running.IsTiedDone = true;
        }
    }

    private void AskForMissing()
    {
        foreach (var asked in _formation?.Missing.GroupBy(source => (source.Holder, source.Stamp)) ?? [])
        {
            Context.Tell(asked.Key.Holder, new RequestAtoms(
                _epoch, asked.Key.Stamp, [.. asked.Select(source => source.Atom).Order()]));
        }
    }

    private void TellFreed(Schedules.Edge edge, int total)
    {
        var running = _running!;
        Context.Tell(
            _form!.Seats[running.Progress.GiverOf(edge)].Stage, new SlotsFreed(_epoch, running.Order.Step, edge, total));
    }

    private bool Obeys(StageOrder order)
    {
        if (!_options.IsCommander(Sender.Address.Node))
        {
            return false;
        }

        _term = order.Term > _term ? order.Term : _term;
        return order.Term == _term;
    }

    /// <summary>What is of an earlier epoch is of no use any more, but for a gradient that may be decided to count.</summary>
    private void Enter(Epoch epoch)
    {
        _epoch = epoch;
        EndRunning();
        _outbox.DropBefore(epoch);
        _requests.RemoveAll(asked => asked.Request.Epoch < epoch);
        DropEarlyBefore(epoch);
        _formation?.Dispose();
        (_formation, _begin, _apply) = (null, null, null);
        (_protectionDue, _isTiedDue) = (Protection.Nothing, false);
    }

    private void GiveUpState()
    {
        _copies.Clear();
        if (_replica is { } replica)
        {
            (_replica, _stamp, _run) = (null, default, null);
            _ = DisposeOf(replica);
        }
    }

    private void EndRunning()
    {
        _running?.Dispose();
        _running = null;
    }

    private void DropEarlyBefore(Epoch epoch)
    {
        foreach (var message in _early.Where(message => message.Header.Epoch < epoch).ToArray())
        {
            _early.Remove(message);
            message.Dispose();
        }
    }

    private void DropEarly()
    {
        _early.ForEach(message => message.Dispose());
        _early.Clear();
        _tiedGradient?.Dispose();
        _tiedValues?.Dispose();
    }

    private void Report() => Context.Tell(Conductor, new StageReport(
        _options.Member, _options.Incarnation, _term, _epoch, IsFormed, _stamp, Self)
    {
        Atoms = _replica?.Atoms ?? [],
        Applied = _applied?.Step == _stamp.Step ? _applied : null,
        Saved = _saved,
        LearningRateScale = _learningRateScale,
        Running = _running?.Order.Step ?? _run?.Step ?? 0,
        Run = _run,
        Copies = [.. _copies.Ids],
    });

    private bool OnLane<TMessage>(ComputeCost cost, Func<TMessage> work)
        where TMessage : notnull
    {
        _isLaneBusy = true;
        Context.PipeToSelf<TMessage, object>(
            _options.Lane.Run(cost, work), message => message, error => new LaneFailed(error));
        return true;
    }

    /// <summary>Behind whatever the lanes still do with it, or at once where they are closed.</summary>
    private async Task DisposeOf(StageReplica replica)
    {
        var drained = _options.Lane.Run(default, () => true);
        await Task.WhenAny(drained).ConfigureAwait(false);
        var disposal = (_options.CopyLane ?? _options.Lane).Run(default, () =>
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
}
