using Decentral.Actors;

namespace Decentral.Pipeline.Wiring;

/// <summary>Who computes a microbatch.</summary>
/// <param name="Peer">Null where nobody can.</param>
/// <param name="Reason">In words; a whole sentence.</param>
internal sealed record PeerChoice(ActorAddress? Peer, string Reason);
