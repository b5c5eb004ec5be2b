using System.Collections.Immutable;
using Decentral.Models.Stages;
using Decentral.Pipeline.Protocol;

namespace Decentral.Pipeline.Recovery;

/// <summary>A member that is there has the state of some atoms.</summary>
/// <param name="Member">Who.</param>
/// <param name="Stamp">Which state.</param>
/// <param name="Atoms">Of what, in the order of the model.</param>
/// <param name="IsCopy">Whether it is a copy, beside what the member trains.</param>
internal sealed record Holding(MemberId Member, StateStamp Stamp, ImmutableArray<ModelAtom> Atoms, bool IsCopy)
{
    /// <summary>Whether another says the same.</summary>
    public bool IsSame(Holding other) => Member == other.Member && Stamp == other.Stamp && IsCopy == other.IsCopy
        && Atoms.SequenceEqual(other.Atoms);
}
