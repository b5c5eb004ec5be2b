using System.Collections.Immutable;
using Decentral.Actors;
using Decentral.Actors.Messages;
using Decentral.Models.Decoders;
using Decentral.Models.Stages;
using Decentral.Pipeline.Protocol;
using Decentral.Pipeline.Recovery;
using Decentral.Training.Jobs;
using Decentral.Training.Protocol;

namespace Decentral.Pipeline.Conducting;

/// <summary>
/// Conducts a pipeline: forms its stages of the members that are there, has them make one step after the other, and when one is lost, has
/// another take its stage with a state that all share. A step counts when every stage has its gradient; what was made of one that does not
/// come so far is dropped, and its samples are taken through the stages again.
/// </summary>
internal sealed class Conductor : Actor,
    IReceive<StageReport>, IReceive<StageFormed>, IReceive<StepRun>, IReceive<CopyKept>, IReceive<Terminated>,
    IReceive<PatienceIsOver>, IReceive<WorkIsThere>,
    IReceive<BeginAnew>, IReceive<RunErrand>, IReceive<LossMeasured>, IReceive<AtomsSaved>
{
    private readonly ConductorOptions _options;
    private readonly SortedDictionary<MemberId, MemberState> _members = [];
    private readonly Holdings _holdings = new();
    private readonly HashSet<MemberId> _formed = [];
    private readonly StepBook _book = new();
    private readonly Lineage _lineage = new();

    /// <summary>What is to be found out of the pipeline that is taken over; null when it is.</summary>
    private TakingOver? _takingOver;

    /// <summary>Of each layer: what the learning rate is multiplied by since it was made from others.</summary>
    private double[] _scales;

    /// <summary>The same once all have their stages: an attempt that comes to nothing raises nothing.</summary>
    private double[] _scalesToBe;
    private Epoch _epoch;
    private PipelineForm? _form;
    private Dictionary<MemberId, FormStage> _orders = [];
    private PipelineFormed? _forming;
    private ApplyStep? _lastApply;
    private StateStamp? _copying;
    private Errand? _errand;

    /// <summary>What the run knew of itself where the pipeline was taken over, until that is told.</summary>
    private ImmutableArray<byte>? _memo;

    /// <summary>The layers of the stages that were whole last, and the norms of their gradients.</summary>
    private ImmutableArray<LayerRange> _ranges = [];
    private ImmutableArray<double> _norms = [];
    private ImmutableArray<MemberId> _before = [];
    private long _wait;
    private bool _isWaiting;
    private bool _isWaitOver;
    private bool _isLost;

    public Conductor(ConductorOptions options)
    {
        options.Validate();
        _options = options;
        _takingOver = options.IsTakingOver ? new TakingOver() : null;
        _scales = [.. Enumerable.Repeat(LearningRateBump.InitialScale, options.Layers)];
        _scalesToBe = _scales;
    }

    private StateStamp Current => _lineage.Last;

    private bool IsRunning => _form is not null && _forming is null;

    private bool IsAtErrand => _errand is not null && IsRunning && !IsBroken && _book.Work is null;

    private bool IsBroken => _form!.Seats.Any(seat => !IsThere(seat));

    private IEnumerable<MemberId> Seated => _form!.Seats.Select(seat => seat.Member);

    public void Receive(StageReport message)
    {
        if (Sender != message.Stage || (_members.TryGetValue(message.Member, out var known) && known.Incarnation > message.Incarnation))
        {
            return;
        }

        message = message.For(_options.Saved);

        if (known?.Incarnation != message.Incarnation)
        {
            Lose(message.Member);
            _members.Add(message.Member, new MemberState(message.Member, message.Incarnation, message.Stage));
            Context.Watch(message.Stage);
        }
        else if (_takingOver is null)
        {
            Remind(message);
            return;
        }

        _takingOver?.Add(message);
        TryForm();
    }

    public void Receive(Terminated message)
    {
        var gone = _members.Values.FirstOrDefault(member => member.Stage == message.Actor);
        if (gone is not null)
        {
            Lose(gone.Member);
            TryForm();
        }
    }

    public void Receive(PatienceIsOver message)
    {
        if (_isWaiting && message.Round == _wait)
        {
            (_isWaiting, _isWaitOver) = (false, true);
            TryForm();
        }
    }

    public void Receive(WorkIsThere message)
    {
        if (IsRunning && _book.Work is null)
        {
            OpenStep(_book.Step);
        }
    }

    public void Receive(StageFormed message)
    {
        var seat = _form?.Seats.FirstOrDefault(seat => seat.Member == message.Member);
        if (_forming is null || !IsSaidBy(message.Member) || message.Epoch != _epoch || seat is null || !IsThere(seat) || !_formed.Add(message.Member))
        {
            return;
        }

        _holdings.SetLive(message.Member, Current, AtomsOf(seat));
        if (_formed.Count == _form!.Seats.Length && !IsBroken)
        {
            Begin(_forming);
        }
    }

    public void Receive(StepRun message)
    {
        // While somebody is missed nothing is decided: what would follow could not be carried out by all.
        if (!IsRunning || IsBroken || !IsSaidBy(message.Member) || message.Epoch != _epoch || message.Step != _book.Step)
        {
            return;
        }

        _book.Add(message);
        TryDecide();
    }

    public void Receive(BeginAnew message)
    {
        _holdings.Clear();
        _lineage.Restore([default]);
        (_lastApply, _memo, _ranges, _norms) = (null, null, [], []);
        _scales = [.. Enumerable.Repeat(LearningRateBump.InitialScale, _options.Layers)];
        (_form, _forming, _copying, _isWaiting, _isWaitOver) = (null, null, null, false, false);
        TryForm();
    }

    public void Receive(RunErrand message)
    {
        _errand = message.Errand;
        BeginErrand();
    }

    public void Receive(LossMeasured message)
    {
        if (IsAtErrand && message.Epoch == _epoch && Sender == _form!.Last.Stage)
        {
            _errand!.Take(message);
            GoOnWithErrand();
        }
    }

    public void Receive(AtomsSaved message)
    {
        if (IsAtErrand && message.Epoch == _epoch && IsSaidBy(message.Member))
        {
            _errand!.Take(message);
            GoOnWithErrand();
        }
    }

    public void Receive(CopyKept message)
    {
        // One that an earlier life of the member has told is gone with it.
        if (IsSaidBy(message.Holder))
        {
            Note(message.Holder, message.Copy);
        }
    }

    /// <summary>Whether a member that is there says it of itself.</summary>
    private bool IsSaidBy(MemberId member) => _members.TryGetValue(member, out var there) && there.Stage == Sender;

    private void TryForm()
    {
        if (_isLost || _members.Count == 0 || (_form is not null && !IsBroken && !CanGrow()))
        {
            return;
        }

        if (IsSomebodyAwaited())
        {
            Wait();
            return;
        }

        if (_takingOver is { IsEmpty: false } found)
        {
            TakeOver(found);
            _memo = _lastApply?.Memo ?? [];
        }

        _takingOver = null;

        Form();
    }

    /// <summary>
    /// Whether to wait: for as many members as there are to be stages; and in a pipeline that is taken over for those who have its state, as
    /// long as it takes where nobody has reported any: it is not begun again for want of news.
    /// </summary>
    private bool IsSomebodyAwaited()
    {
        var areTooFew = _members.Count < _options.Stages;
        return _takingOver switch
        {
            null => areTooFew && !_isWaitOver,
            { IsEmpty: true } => areTooFew,
            { } found => !_isWaitOver && (areTooFew || !IsWholeWith(found)),
        };
    }

    /// <summary>Whether the members that have reported have all that there was.</summary>
    private bool IsWholeWith(TakingOver found)
    {
        TakeOver(found);
        var plan = RecoveryPlanner.Decide(Situation());
        return plan.IsPossible && plan.Stamp == Current && plan.Rung == RecoveryRung.Replica;
    }

    private void TakeOver(TakingOver found)
    {
        (_epoch, _lastApply) = (found.Epoch, found.Decided);
        _lineage.Restore(found.Stamps());
        _holdings.Clear();
        foreach (var report in found.All)
        {
            if (!report.Atoms.IsEmpty && _lineage.Has(found.StampOf(report)))
            {
                _holdings.SetLive(report.Member, found.StampOf(report), report.Atoms);
            }

            foreach (var copy in report.Copies)
            {
                Note(report.Member, copy);
            }

            foreach (var atom in report.Atoms.Where(atom => atom.IsLayer(_options.Layers)))
            {
                _scales[atom.Index - 1] = report.LearningRateScale;
            }
        }

        _before = found.Seats;
        (_ranges, _norms) = found.Stages(_options.Layers);
    }

    /// <summary>Whether there are members for a stage that the pipeline goes without.</summary>
    private bool CanGrow() => _form!.Seats.Length < Math.Min(_options.Stages, _members.Count);

    private void Wait()
    {
        if (!_isWaiting)
        {
            _isWaiting = true;
            Context.Schedule(_options.Patience, new PatienceIsOver(++_wait));
        }
    }

    private void Form()
    {
        var plan = RecoveryPlanner.Decide(Situation());
        if (!plan.IsPossible)
        {
            _isLost = true;
            Context.Tell(_options.Listener, new PipelineLost(Current.Step, plan.Reason));
            return;
        }

        // What an attempt that did not come to its end has undone stays undone.
        var undone = Current.Step - plan.Stamp.Step + (_forming?.Undone ?? 0);
        var isLoss = _form is not null ? IsBroken : plan.IsPossible && plan.Rung > RecoveryRung.Replica;
        RecoveryRung? rung = isLoss ? plan.Rung : null;
        rung = _forming?.Rung > rung || rung is null ? _forming?.Rung ?? rung : rung;
        _epoch = _epoch.NextIn(_options.Term);
        _form = SeatPlanner.Plan(_options, _epoch, _form?.Seats.Select(seat => IsThere(seat) ? seat.Member : (MemberId?)null) ?? Before(), _members);
        if (_memo is not null)
        {
            var isOfState = _lastApply is { } last && plan.Stamp == new StateStamp(last.Epoch, last.Step);
            _memo = plan.Stamp == default ? null : isOfState ? _memo : [];
        }

        _forming = new PipelineFormed(_form, plan.Stamp, undone, rung, plan.Reason) { Memo = _memo };
        _lineage.GoBackTo(plan.Stamp);
        _holdings.Forget(stamp => !_lineage.Has(stamp));
        (_isWaiting, _isWaitOver, _copying) = (false, false, null);
        _formed.Clear();
        _scalesToBe = RaiseScales(plan);
        _forming = _forming with { LearningRateScale = ScaleOfMade(plan) };
        _orders = _form.Seats.ToDictionary(seat => seat.Member, seat => OrderFor(seat, plan));
        foreach (var member in _members.Values)
        {
            Order(member);
        }
    }

    private RecoverySituation Situation() => new()
    {
        Layers = _options.Layers,
        Holdings = _holdings.All,
        Current = Current,
        // In a pipeline that is taken over, that is what is durable: nobody has made a promise to anyone beyond it.
        MayBeginAgain = _lineage.Has(default) || _takingOver is not null || _memo is not null,
        Stages = _ranges,
        GradientNorms = _norms,
        Neighbours = _options.Neighbours,
        NormPower = _options.NormPower,
    };

    private FormStage OrderFor(StageSeat seat, RecoveryPlan plan)
    {
        if (_holdings.LiveOf(seat.Member) is { } live && live.Stamp != plan.Stamp)
        {
            _holdings.Unsettle(seat.Member);
        }

        var origins = FormOrders.OriginsOf(seat, _options.Layers, plan, member => _members[member].Stage);
        var outstanding = _lastApply is { } apply && new StateStamp(apply.Epoch, apply.Step) == plan.Stamp ? apply : null;
        return new FormStage(_options.Term, _form!, plan.Stamp, origins, outstanding)
        {
            LearningRateScale = AtomsOf(seat).Where(atom => atom.IsLayer(_options.Layers)).Select(atom => _scalesToBe[atom.Index - 1])
                .DefaultIfEmpty(LearningRateBump.InitialScale).Max(),
            Protects = ProtectionOfForms(),
            Saved = _options.Saved,
        };
    }

    private double[] RaiseScales(RecoveryPlan plan)
    {
        double[] raised = [.. _scales];
        foreach (var recovery in plan.Atoms.Where(recovery => recovery.Rung == RecoveryRung.Neighbours
            && recovery.Atom.IsLayer(_options.Layers)))
        {
            ref var scale = ref raised[recovery.Atom.Index - 1];
            scale = _options.Bump.Raise(scale);
        }

        return raised;
    }

    /// <summary>The highest scale of a layer that is made from others; 1 where none is.</summary>
    private double ScaleOfMade(RecoveryPlan plan) => plan.Atoms
        .Where(recovery => recovery.Rung == RecoveryRung.Neighbours && recovery.Atom.IsLayer(_options.Layers))
        .Select(recovery => _scalesToBe[recovery.Atom.Index - 1]).DefaultIfEmpty(LearningRateBump.InitialScale).Max();

    private void Order(MemberState member)
    {
        var seat = _form!.Seats.FirstOrDefault(seat => seat.Member == member.Member);
        if (seat is null)
        {
            Context.Tell<StageOrder>(member.Stage, new LeaveStage(_options.Term, _epoch));
        }
        else if (seat.Incarnation == member.Incarnation)
        {
            Context.Tell<StageOrder>(member.Stage, _orders[member.Member]);
        }
    }

    /// <summary>All have their stages: the epoch begins.</summary>
    private void Begin(PipelineFormed formed)
    {
        _forming = null;
        _lastApply = null;
        _scales = _scalesToBe;
        _norms = [.. _form!.Seats.Select(seat => NormBefore(seat))];
        _ranges = [.. _form.Seats.Select(LayersOf)];
        _copying = ProtectionOfForms() == Protection.Nothing ? null : Current;
        Context.Tell(_options.Listener, formed);
        _memo = null;
        TellIfProtected(Current.Step);
        OpenStep(Current.Step + 1);
    }

    private void OpenStep(long step)
    {
        var work = _options.Work(step);
        if (work is not null && work.Microbatches.Length != _options.Microbatches)
        {
            throw new InvalidOperationException(
                $"Step {step} was given {work.Microbatches.Length} microbatches; the pipeline is conducted with {_options.Microbatches}.");
        }

        _book.Open(step, work);
        if (work is not null)
        {
            TellAll(new BeginStep(_options.Term, _epoch, step, work.Microbatches));
        }
        else
        {
            BeginErrand();
        }
    }

    private void BeginErrand()
    {
        if (IsAtErrand)
        {
            _errand!.Begin(_options.Term, _form!, Current);
            GoOnWithErrand();
        }
    }

    private void GoOnWithErrand()
    {
        if (_errand is { IsDone: true } done)
        {
            _errand = null;
            Context.Tell(_options.Listener, new ErrandDone(done));
            return;
        }

        TellEach(_errand!.TakeOrders());
    }

    /// <summary>A step whose state is to be kept waits for the copy before it: there is one at a time.</summary>
    private void TryDecide()
    {
        if (_book.IsCompleteFor(Seated) && !(_book.Work!.IsKept && _copying is not null))
        {
            Decide(_book.Work);
        }
    }

    private void Decide(StepWork work)
    {
        var made = _book.Close();
        _norms = [.. Seated.Select(_book.NormOf)];
        var protects = ProtectionOf(made.Step, work.IsKept);
        var scale = StepBook.ScaleOf(made, _options.Clip);
        _lastApply = new ApplyStep(_options.Term, _epoch, made.Step, work.LearningRate, scale, protects, _lineage.KeptFrom)
        {
            Memo = work.Memo?.Invoke(made) ?? [],
        };
        TellAll(_lastApply);
        _lineage.Add(new StateStamp(_epoch, made.Step));
        if (work.IsKept && ProtectionOfForms() == Protection.Nothing)
        {
            // Where nobody copies anything, a run that has come this far goes back to what is durable, and not to where it began.
            _lineage.KeepFrom(made.Step - 1);
        }

        _holdings.Advance(Seated, Current);
        Context.Tell(_options.Listener, made);
        TellIfProtected(made.Step);
        OpenStep(made.Step + 1);
    }

    private Protection ProtectionOfForms() => _form!.Seats.Length == 1 ? Protection.Nothing
        : _options.Buddy == BuddyKind.Copy ? Protection.Everything
        : _options.Neighbours == NeighbourKind.CheckFreePlus ? Protection.Ends
        : Protection.Nothing;

    private Protection ProtectionOf(long step, bool isKept)
    {
        var kind = ProtectionOfForms();
        if (kind == Protection.Nothing)
        {
            _lineage.KeepLast();
            return kind;
        }

        // One set at a time: the last whole one stays until the next is.
        if (_copying is not null || (kind == Protection.Everything && !isKept && step % _options.StepsPerCopy != 0))
        {
            return Protection.Nothing;
        }

        _copying = new StateStamp(_epoch, step);
        return kind;
    }

    private IEnumerable<ModelAtom> ProtectedAtoms() => ProtectionOfForms() == Protection.Everything
        ? ModelAtom.All(_options.Layers)
        : [ModelAtom.Embedding, ModelAtom.Head(_options.Layers)];

    private void Note(MemberId holder, CopyId copy)
    {
        if (!_members.ContainsKey(holder) || !_lineage.Has(copy.Stamp))
        {
            return;
        }

        _holdings.Add(holder, copy);
        if (_copying is { } stamp && _holdings.IsKeptTwice(stamp, ProtectedAtoms()))
        {
            _copying = null;
            _lineage.KeepFrom(stamp.Step);
            _holdings.Forget(older => older.Step < stamp.Step);
            Context.Tell(_options.Listener, new StepProtected(stamp.Step));
            if (IsRunning && !IsBroken)
            {
                TryDecide();
            }
        }
    }

    /// <summary>Says again what a report shows to have been lost.</summary>
    private void Remind(StageReport report)
    {
        foreach (var copy in report.Copies)
        {
            Note(report.Member, copy);
        }

        var member = _members[report.Member];
        if (_form is null || report.Epoch > _epoch)
        {
            return;
        }

        if (report.Epoch < _epoch)
        {
            Order(member);
        }
        else if (_forming is not null && report.IsFormed)
        {
            Receive(new StageFormed(report.Member, report.Epoch));
        }
        else if (IsRunning && report.IsFormed)
        {
            RemindOfStep(member, report);
        }
    }

    private void RemindOfStep(MemberState member, StageReport report)
    {
        if (report.Stamp != Current)
        {
            if (_lastApply is { } apply && apply.Step == report.Stamp.Step + 1)
            {
                Context.Tell<StageOrder>(member.Stage, apply);
            }
        }
        else if (report.Run is { } run)
        {
            Receive(run);
        }
        else if (IsAtErrand)
        {
            TellEach(_errand!.Remind(report));
        }
        else if (report.Running < _book.Step && _book.Work is { } work)
        {
            Context.Tell<StageOrder>(member.Stage, new BeginStep(_options.Term, _epoch, _book.Step, work.Microbatches));
        }
    }

    /// <summary>Those that had stages before the pipeline was taken over.</summary>
    private IEnumerable<MemberId?> Before() => _before.Select(member => _members.ContainsKey(member) ? member : (MemberId?)null);

    private void Lose(MemberId member)
    {
        _takingOver?.Lose(member);
        _members.Remove(member);
        _holdings.Lose(member);
    }

    private bool IsThere(StageSeat seat) =>
        _members.TryGetValue(seat.Member, out var member) && member.Incarnation == seat.Incarnation;

    private ImmutableArray<ModelAtom> AtomsOf(StageSeat seat) =>
        [.. PipelineForm.AtomsOf(seat, _options.Layers).Order()];

    private LayerRange LayersOf(StageSeat seat)
    {
        var layers = AtomsOf(seat).Where(atom => atom.IsLayer(_options.Layers)).Select(atom => atom.Index - 1).ToArray();
        return new LayerRange(layers[0], layers[^1] + 1);
    }

    /// <summary>Of whoever had a seat's first layer before.</summary>
    private double NormBefore(StageSeat seat)
    {
        var first = LayersOf(seat).First;
        var stage = _ranges.TakeWhile(range => !range.Contains(first)).Count();
        return stage < _norms.Length ? _norms[stage] : 0;
    }

    /// <summary>Nobody copies anything here: nothing more is to be waited for.</summary>
    private void TellIfProtected(long step)
    {
        if (ProtectionOfForms() == Protection.Nothing)
        {
            Context.Tell(_options.Listener, new StepProtected(step));
        }
    }

    private void TellEach(IEnumerable<(ActorRef Stage, StageOrder Order)> orders)
    {
        foreach (var (stage, order) in orders)
        {
            Context.Tell(stage, order);
        }
    }

    private void TellAll(StageOrder order)
    {
        foreach (var seat in _form!.Seats)
        {
            Context.Tell(seat.Stage, order);
        }
    }
}
