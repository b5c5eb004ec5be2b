using Decentral.Actors;
using Decentral.Pipeline.Protocol;

namespace Decentral.Pipeline.Stages;

/// <summary>State that somebody asked for.</summary>
/// <param name="Receiver">Who.</param>
/// <param name="Request">What.</param>
internal sealed record AskedFor(ActorRef Receiver, RequestAtoms Request);
