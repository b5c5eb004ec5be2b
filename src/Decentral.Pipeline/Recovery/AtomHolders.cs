using System.Collections.Immutable;
using Decentral.Models.Stages;
using Decentral.Pipeline.Protocol;

namespace Decentral.Pipeline.Recovery;

/// <summary>Members that have an atom.</summary>
/// <param name="Atom">Which.</param>
/// <param name="Members">Who, at least one.</param>
/// <param name="Stamp">In which state.</param>
/// <param name="Weight">In an average.</param>
internal sealed record AtomHolders(ModelAtom Atom, ImmutableArray<MemberId> Members, StateStamp Stamp, float Weight = 1);
