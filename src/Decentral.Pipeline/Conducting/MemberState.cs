using Decentral.Actors;
using Decentral.Pipeline.Protocol;
using Decentral.Training.Protocol;

namespace Decentral.Pipeline.Conducting;

/// <summary>A member that is there.</summary>
/// <param name="Member">Its place.</param>
/// <param name="Incarnation">Which life of it.</param>
/// <param name="Stage">The actor.</param>
internal sealed record MemberState(MemberId Member, Incarnation Incarnation, ActorRef Stage);
