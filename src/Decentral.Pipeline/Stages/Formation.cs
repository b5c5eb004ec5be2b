using Decentral.Actors.Transfers;
using Decentral.Models.Stages;
using Decentral.Pipeline.Protocol;

namespace Decentral.Pipeline.Stages;

/// <summary>A stage that is being put together: what is to come from others, and what has come.</summary>
internal sealed class Formation(FormStage order) : IDisposable
{
    private readonly Dictionary<ModelAtom, (AtomsHeader Header, Payload Payload)> _come = [];
    private readonly Dictionary<ModelAtom, Payload> _saved = [];

    /// <summary>What was ordered.</summary>
    public FormStage Order => order;

    /// <summary>What has not come, each atom once.</summary>
    public IEnumerable<AtomSource> Missing => order.Origins.SelectMany(origin => origin.Sources)
        .Where(source => !_come.ContainsKey(source.Atom)).DistinctBy(source => source.Atom);

    /// <summary>The atoms that come from the run's first state.</summary>
    public IEnumerable<ModelAtom> FromStart => order.Origins.Where(origin => origin.Sources.IsEmpty).Select(origin => origin.Atom);

    /// <summary>Whether all has come.</summary>
    public bool IsComplete => !Missing.Any() && (order.Saved is null || FromStart.All(_saved.ContainsKey));

    /// <summary>Notes what a snapshot has of an atom; ownership passes.</summary>
    public void Add(ModelAtom atom, Payload saved) => _saved.Add(atom, saved);

    /// <summary>What a snapshot has of an atom; null where the run begins with new weights.</summary>
    public Payload? SavedOf(ModelAtom atom) => _saved.GetValueOrDefault(atom);

    /// <summary>Notes what came.</summary>
    public void Add(Transferred<AtomsHeader> message)
    {
        foreach (var atom in message.Header.Atoms.Where(atom => !_come.ContainsKey(atom)))
        {
            _come.Add(atom, (message.Header, message.Payload.Share()));
        }

        message.Dispose();
    }

    /// <summary>What came of an atom.</summary>
    public (AtomsHeader Header, Payload Payload) Of(ModelAtom atom) => _come[atom];

    public void Dispose()
    {
        foreach (var (_, payload) in _come.Values)
        {
            payload.Dispose();
        }

        foreach (var saved in _saved.Values)
        {
            saved.Dispose();
        }

        _come.Clear();
        _saved.Clear();
    }
}
