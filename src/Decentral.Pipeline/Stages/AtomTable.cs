using System.Collections.Immutable;
using Decentral.Models.Arenas;
using Decentral.Models.Stages;

namespace Decentral.Pipeline.Stages;

/// <summary>Which tensors the atoms of a model have, and how long they are.</summary>
internal sealed class AtomTable(IStagedModel model)
{
    private readonly Dictionary<ModelAtom, ImmutableArray<string>> _names = [];

    /// <summary>Layers of the model.</summary>
    public int Layers => model.Layers;

    /// <summary>An atom's tensors in a layout that has them.</summary>
    public ArenaFragment In(ArenaLayout layout, ModelAtom atom) => FragmentPartition.Of(layout, NamesOf(atom));

    /// <summary>Elements of an atom's tensors.</summary>
    public long LengthOf(ModelAtom atom) => model.LayOut([atom.AsPart(Layers)]).ElementCount;

    private ImmutableArray<string> NamesOf(ModelAtom atom)
    {
        if (!_names.TryGetValue(atom, out var names))
        {
            names = [.. model.LayOut([atom.AsPart(Layers)]).Entries.Select(entry => entry.Name)];
            _names.Add(atom, names);
        }

        return names;
    }
}
