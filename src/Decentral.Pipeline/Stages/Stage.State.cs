using System.Collections.Immutable;
using Decentral.Actors;
using Decentral.Actors.Compute;
using Decentral.Actors.Transfers;
using Decentral.Models.Stages;
using Decentral.Pipeline.Protocol;

namespace Decentral.Pipeline.Stages;

/// <content>How a stage comes by its state, gives it to others, and keeps copies.</content>
internal sealed partial class Stage
{
    public void Receive(FormStage message)
    {
        if (!Obeys(message) || message.Epoch < _epoch || (message.Epoch == _epoch && _form is not null)
            || message.Form.StageOf(_options.Member) is null)
        {
            return;
        }

        if (message.Saved != _saved)
        {
            // The first state of another stretch of the run goes by the same stamp.
            _copies.DropFirst();
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

        var assembly = new StageAssembly(
            _options, _table, formation, Seat.Parts, (_stamp, _saved), _replica, _copies);
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

    private void AskForMissing()
    {
        foreach (var asked in _formation?.Missing.GroupBy(source => (source.Holder, source.Stamp)) ?? [])
        {
            Context.Tell(asked.Key.Holder, new RequestAtoms(
                _epoch, asked.Key.Stamp, [.. asked.Select(source => source.Atom).Order()]));
        }
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
