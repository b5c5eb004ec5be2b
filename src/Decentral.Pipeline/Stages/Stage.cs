using Decentral.Actors;
using Decentral.Actors.Compute;
using Decentral.Actors.Transfers;
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

    private bool Obeys(StageOrder order)
    {
        if (!_options.IsCommander(Sender.Address.Node))
        {
            return false;
        }

        _term = order.Term > _term ? order.Term : _term;
        return order.Term == _term;
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
}
