using Decentral.Actors.Transfers;
using Decentral.Pipeline.Protocol;

namespace Decentral.Pipeline.Stages;

/// <summary>What a stage is to do between steps: take held-out samples through, and save what it has.</summary>
internal sealed class Errands : IDisposable
{
    /// <summary>The conductor has fewer under way; more come from nobody who means well.</summary>
    private const int MostMeasured = 4096;

    private readonly List<Transferred<MeasuredHeader>> _measured = [];
    private SaveAtoms? _save;

    /// <summary>The order that was carried out last.</summary>
    public SaveAtoms? Saved { get; private set; }

    /// <summary>Notes samples that have come to the stage.</summary>
    public void Add(Transferred<MeasuredHeader> measured)
    {
        if (_measured.Count < MostMeasured)
        {
            _measured.Add(measured);
        }
        else
        {
            measured.Dispose();
        }
    }

    /// <summary>Notes an order to save.</summary>
    public void Add(SaveAtoms save) => _save = save;

    /// <summary>Takes what is to be measured in a state; what is of earlier ones is dropped.</summary>
    public Transferred<MeasuredHeader>? TakeMeasured(Epoch epoch, long step)
    {
        Drop(header => header.Epoch < epoch || (header.Epoch == epoch && header.Step < step));
        var index = _measured.FindIndex(measured => measured.Header.Epoch == epoch && measured.Header.Step == step);
        if (index < 0)
        {
            return null;
        }

        var taken = _measured[index];
        _measured.RemoveAt(index);
        return taken;
    }

    /// <summary>Takes the order to save a state.</summary>
    public SaveAtoms? TakeSave(Epoch epoch, long step)
    {
        if (_save is not { } save || save.Epoch != epoch || save.Step != step)
        {
            return null;
        }

        _save = null;
        return save;
    }

    /// <summary>What the stage had is written.</summary>
    public void End(SaveAtoms save) => Saved = save;

    public void Dispose() => Drop(static _ => true);

    private void Drop(Predicate<MeasuredHeader> isOfNoUse)
    {
        foreach (var measured in _measured.FindAll(measured => isOfNoUse(measured.Header)))
        {
            _measured.Remove(measured);
            measured.Dispose();
        }
    }
}
