using Decentral.Actors.Compute;
using Decentral.Actors.Transfers;
using Decentral.Pipeline.Protocol;

namespace Decentral.Pipeline.Stages;

/// <content>How a stage makes its passes of a step, and the step itself.</content>
internal sealed partial class Stage
{
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

    private void TellFreed(Schedules.Edge edge, int total)
    {
        var running = _running!;
        Context.Tell(
            _form!.Seats[running.Progress.GiverOf(edge)].Stage, new SlotsFreed(_epoch, running.Order.Step, edge, total));
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
}
