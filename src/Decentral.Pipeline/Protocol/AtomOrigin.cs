using System.Collections.Immutable;
using Decentral.Models.Stages;

namespace Decentral.Pipeline.Protocol;

/// <summary>Where a stage that is formed has an atom from, when it does not hold it itself.</summary>
/// <param name="Atom">Which.</param>
/// <param name="Sources">
/// Who has it at the step of the form: one, and then it is taken over with its moments. Or who has the atoms that stand in for it: their
/// parameters are averaged, and its moments begin anew. None for what a run starts from.
/// </param>
public sealed record AtomOrigin(ModelAtom Atom, ImmutableArray<AtomSource> Sources)
{
    /// <summary>Whether it is averaged from others, and not the atom itself.</summary>
    public bool IsAveraged => Sources.Any(source => source.Atom != Atom);
}
