using Decentral.Actors.Compute;
using Decentral.Actors.Transfers;
using Decentral.Pipeline.Protocol;
using Decentral.Training.Snapshots;

namespace Decentral.Pipeline.Stages;

/// <content>What a stage does between steps: held-out samples go through it, and what it has is saved.</content>
internal sealed partial class Stage
{
    private readonly Errands _errands = new();
    private SavedState? _saved;
    private SaveAtoms? _saving;

    /// <summary>Whether it is between two steps, with nothing of either to be done.</summary>
    private bool IsAtRest => IsFormed && _running is null && _run is null && _apply is null;

    private ISnapshotStore Snapshots => _options.Snapshots
        ?? throw new StageFailedException($"{_options.Member} was given no place for durable snapshots.");

    public void Receive(MeasureLoss message)
    {
        if (Obeys(message) && message.Epoch == _epoch)
        {
            _errands.Add(new Transferred<MeasuredHeader>(
                new MeasuredHeader(message.Epoch, message.Step, message.Number, Hop: 0, message.Samples), Payload.CopyOf([])));
            Advance();
        }
    }

    public void Receive(Transferred<MeasuredHeader> message)
    {
        if (message.Header.Epoch < _epoch)
        {
            message.Dispose();
            return;
        }

        _errands.Add(message);
        Advance();
    }

    public void Receive(LossTaken message)
    {
        _isLaneBusy = false;
        var header = message.Header;
        if (header.Epoch != _epoch || !IsFormed)
        {
            message.Dispose();
        }
        else if (message.Made is { } made)
        {
            var next = header with { Hop = header.Hop + 1 };
            _outbox.Send(Context, new ParcelTo<MeasuredHeader>(_epoch, made, SeatAt(next.Hop).Stage, next));
        }
        else
        {
            Context.Tell(Conductor, new LossMeasured(_epoch, header.Number, message.Loss));
        }

        Advance();
    }

    public void Receive(SaveAtoms message)
    {
        if (!Obeys(message) || message.Epoch != _epoch)
        {
            return;
        }

        if (_errands.Saved == message)
        {
            Context.Tell(Conductor, new AtomsSaved(_options.Member, _epoch, message.Snapshot));
            return;
        }

        if (_saving != message)
        {
            _errands.Add(message);
            Advance();
        }
    }

    public void Receive(AtomsRead message)
    {
        _isLaneBusy = false;
        Context.PipeToSelf<bool, object>(
            Write(Snapshots, message), isKept => new AtomsWritten(message.Order, isKept), error => new LaneFailed(error));
        Advance();
    }

    public void Receive(AtomsWritten message)
    {
        _saving = null;
        if (message.IsKept)
        {
            _errands.End(message.Order);
            Context.Tell(Conductor, new AtomsSaved(_options.Member, message.Order.Epoch, message.Order.Snapshot));
        }

        Advance();
    }

    public void Receive(SavedRead message)
    {
        if (_formation is not { } formation || formation.Order != message.Order)
        {
            message.Dispose();
            return;
        }

        foreach (var (atom, content) in message.Parts)
        {
            formation.Add(atom, content ?? throw new StageFailedException(
                $"The newest snapshot has no part {message.Order.Saved!.PartOf(atom)}, which {_options.Member} is to begin with: it is of a run " +
                "that was trained otherwise, or damaged."));
        }

        Advance();
    }

    /// <summary>Reads what the stage has from the run's first state, where that is in a snapshot.</summary>
    private void ReadSaved(FormStage order)
    {
        var atoms = _formation!.FromStart.ToArray();
        if (order.Saved is { } saved && atoms.Length > 0)
        {
            Context.PipeToSelf<IReadOnlyList<Payload?>, object>(
                Snapshots.ReadNewest([.. atoms.Select(saved.PartOf)]),
                parts => new SavedRead(order, [.. atoms.Zip(parts)]),
                error => new LaneFailed(error));
        }
    }

    private bool TryMeasure()
    {
        if (!IsAtRest || (HasTiedCopy && (_isCopying || !HasCome(_tiedValues, _stamp.Step))) || _errands.TakeMeasured(_epoch, _stamp.Step) is not { } measured)
        {
            return false;
        }

        var order = _routes!.Routes.Orders[0];
        if (measured.Header.Hop >= order.Length || SeatAt(measured.Header.Hop) != Seat)
        {
            measured.Dispose();
            return TryMeasure();
        }

        var (header, replica, part) = (measured.Header, _replica!, _routes.PartOf(order[measured.Header.Hop]));
        var (values, name) = (HasTiedCopy ? _tiedValues!.Payload.Share() : null, _options.Model.TiedName);
        return OnLane(new ComputeCost(header.Samples.Count, 0), () =>
        {
            using (measured)
            using (values)
            {
                if (values is not null)
                {
                    replica.WriteTiedValues(name!, values.Bytes.Span);
                }

                var (made, loss) = replica.Measure(part, header.Samples, measured.Payload.Bytes.Span);
                return new LossTaken(header, made, loss);
            }
        });
    }

    private bool TrySave()
    {
        if (!IsAtRest || _saving is not null || _errands.TakeSave(_epoch, _stamp.Step) is not { } order)
        {
            return false;
        }

        _saving = order;
        var replica = _replica!;
        return OnLane(new ComputeCost(0, AtomState.LengthOf(_table, replica.Atoms)), () => new AtomsRead(
            order, [.. replica.Atoms.Select(atom => (order.State.PartOf(atom), replica.ReadPart(atom, order.State)))]));
    }

    private StageSeat SeatAt(int hop) => _form!.Seats[_routes!.Routes.StageOfChunk[_routes.Routes.Orders[0][hop]]];

    private static async Task<bool> Write(ISnapshotStore snapshots, AtomsRead read)
    {
        var isKept = true;
        var written = 0;
        try
        {
            foreach (var (name, content) in read.Parts)
            {
                written++;
                isKept &= await snapshots.Write(read.Order.Snapshot, name, content).ConfigureAwait(false);
            }
        }
        finally
        {
            foreach (var (_, content) in read.Parts.Skip(written))
            {
                content.Dispose();
            }
        }

        return isKept;
    }
}
