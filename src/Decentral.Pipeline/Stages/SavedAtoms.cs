using Decentral.Models.Arenas;
using Decentral.Models.Stages;

namespace Decentral.Pipeline.Stages;

/// <summary>A model in the parts of a durable snapshot, for whoever wants the model and not the run.</summary>
public static class SavedAtoms
{
    /// <summary>The parameters, packed as those of the whole model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="parts">What a snapshot has of each of its atoms, in the order of the model.</param>
    /// <exception cref="InvalidDataException">A part is of another model, or damaged.</exception>
    public static ReadOnlyMemory<float> ReadParameters(IStagedModel model, IReadOnlyList<ReadOnlyMemory<byte>> parts)
    {
        ArgumentNullException.ThrowIfNull(model);
        var table = new AtomTable(model);
        using var arena = new Arena(model.LayOut([ModelPart.Whole(model.Layers)]));

        // The embedding last: a tied head has a copy of it.
        foreach (var atom in ModelAtom.All(model.Layers).Reverse())
        {
            arena.Write(table.In(arena.Layout, atom), AtomPart.ParametersOf(table, atom, parts[atom.Index]).Span);
        }

        var whole = FragmentPartition.Whole(arena.Layout);
        var values = new float[whole.ElementCount];
        arena.Read(whole, values);
        return values;
    }
}
