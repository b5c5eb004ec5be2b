using System.Collections.Immutable;
using Decentral.Models.Stages;

namespace Decentral.Pipeline.Protocol;

/// <summary>A copy of the state of some atoms.</summary>
/// <param name="Owner">Whose state it was.</param>
/// <param name="Stamp">Which state.</param>
/// <param name="Atoms">Of what, in the order of the model.</param>
public sealed record CopyId(MemberId Owner, StateStamp Stamp, ImmutableArray<ModelAtom> Atoms)
{
    /// <inheritdoc />
    public bool Equals(CopyId? other) => other is not null
        && Owner == other.Owner && Stamp == other.Stamp && Atoms.SequenceEqual(other.Atoms);

    /// <inheritdoc />
    public override int GetHashCode() => (Owner.Value * 31) + (int)Stamp.Step;
}
