using Decentral.Actors;
using Decentral.Models.Stages;

namespace Decentral.Pipeline.Protocol;

/// <summary>Somebody who has an atom.</summary>
/// <param name="Holder">The stage to be asked.</param>
/// <param name="Atom">Which atom.</param>
/// <param name="Stamp">In which state.</param>
/// <param name="Weight">In an average; 1 where the atom is taken over as it is.</param>
public sealed record AtomSource(ActorRef Holder, ModelAtom Atom, StateStamp Stamp, float Weight = 1);
