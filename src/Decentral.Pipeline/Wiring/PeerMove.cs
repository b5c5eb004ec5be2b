using Decentral.Actors;

namespace Decentral.Pipeline.Wiring;

/// <summary>A peer changes its stage: it fetches the parameters and optimizer state of the other.</summary>
/// <param name="Peer">Who.</param>
/// <param name="From">A stage.</param>
/// <param name="To">Another.</param>
internal sealed record PeerMove(ActorAddress Peer, int From, int To);
