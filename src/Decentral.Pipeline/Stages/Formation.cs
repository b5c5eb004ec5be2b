using Decentral.Actors.Transfers;
using Decentral.Models.Stages;
using Decentral.Pipeline.Protocol;

namespace Decentral.Pipeline.Stages;

/// <summary>A stage that is being put together: what is to come from others, and what has come.</summary>
internal sealed class Formation(FormStage order) : IDisposable
{
    private readonly Dictionary<ModelAtom, (AtomsHeader Header, Payload Payload)> _come = [];

    /// <summary>What was ordered.</summary>
    public FormStage Order => order;

    /// <summary>What has not come, each atom once.</summary>
    public IEnumerable<AtomSource> Missing => order.Origins.SelectMany(origin => origin.Sources)
        .Where(source => !_come.ContainsKey(source.Atom)).DistinctBy(source => source.Atom);

    /// <summary>Whether all has come.</summary>
    public bool IsComplete => !Missing.Any();

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

        _come.Clear();
    }
}
