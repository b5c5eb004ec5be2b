using Decentral.Actors;

namespace Decentral.Pipeline.Wiring;

/// <summary>How much a peer has to do.</summary>
/// <param name="Peer">Who.</param>
/// <param name="Queued">Microbatches that wait or are under way at it; a mean over the last period.</param>
internal sealed record PeerLoad(ActorAddress Peer, double Queued);
