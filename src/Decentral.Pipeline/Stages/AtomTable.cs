using System.Collections.Immutable;
using Decentral.Models.Arenas;
using Decentral.Models.Stages;

namespace Decentral.Pipeline.Stages;

/// <summary>Which tensors the atoms of a model have, and how long they are. From any thread.</summary>
internal sealed class AtomTable
{
    private readonly ImmutableArray<ArenaLayout> _layouts;

    /// <param name="model">The model.</param>
    public AtomTable(IStagedModel model)
    {
        Layers = model.Layers;
        _layouts = [.. ModelAtom.All(Layers).Select(atom => model.LayOut([atom.AsPart(model.Layers)]))];
    }

    /// <summary>Layers of the model.</summary>
    public int Layers { get; }

    /// <summary>An atom's tensors in a layout that has them.</summary>
    public ArenaFragment In(ArenaLayout layout, ModelAtom atom) =>
        FragmentPartition.Of(layout, _layouts[atom.Index].Entries.Select(entry => entry.Name));

    /// <summary>Elements of an atom's tensors.</summary>
    public long LengthOf(ModelAtom atom) => _layouts[atom.Index].ElementCount;
}
